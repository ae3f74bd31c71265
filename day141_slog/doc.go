// Package logging is a slog handler written from scratch, and the small tools
// a service needs around one.
package logging
