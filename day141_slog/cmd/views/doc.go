// Command views draws two views of one handler: what it holds after each call, and
// what a line prints.
//
//	go run ./day141_slog/cmd/views > day141_slog/views.svg
//
// The handler is the day's own, and the drawing is made from lines that it has printed.
// Begin with draw.
package main
