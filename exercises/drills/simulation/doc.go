// Package simulation makes the recordings of the drills: half an hour of a shop's logs, scrapes and spans, in less
// than a second.
//
// # Model
//
// A World has a clock that no machine moves. A script asks it for processes (Process) and gives it requests with their
// times; what each of them leaves behind (a line, a count, a span) is an effect at a time. Files runs the effects in
// their order, scrapes every process once a minute, and returns the files of the recording. Lines, pages and spans are
// written by days 141, 142 and 143, as in the capstone.
//
// # Promise
//
// The same script and the same seed give the same bytes, on every machine and with every release of Go: chance comes from a
// generator with a fixed algorithm, and durations are whole microseconds, computed in integers.
//
// # Does not handle
//
// Concurrency: a World belongs to one goroutine.
package simulation
