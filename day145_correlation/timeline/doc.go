// Package timeline follows one request id through the JSON log files of several
// services and prints what happened to the request, in order. Elsewhere this is a
// k-way merge, as in lnav. Begin with follow.go, then source.go and entry.go.
//
// Input is one JSON object a line, as slog, zap, zerolog or pino writes them. A
// line belongs to the request if its id field, at the top level, equals the id.
// An id field inside a group counts too, with a warning: it is what a wrong
// decorating handler leaves behind (see the lesson).
//
// # Memory
//
// Files of any size pass through in constant memory: a buffer of
// [Options.MaxLine] bytes and at most [Options.Window] short entries for each
// input. A longer line is counted, and skipped.
//
// # Order
//
// Inputs are merged by time. Inside one file, lines are often slightly out of
// order, because goroutines take their timestamps before they take the lock of
// the writer. Window lines of the request are held back and sorted; one that
// comes later than that is printed where it is found and counted as late. A
// line without a time gets the time of the request's line before it.
//
// # Speed
//
// A line is decoded only if it contains the id's bytes; of all others only the
// syntax is checked, to tell how much of the input was not JSON.
//
// # Does not handle
//
// Compressed files, log rotation while reading, the files of container runtimes,
// which wrap each line (feed it docker logs or kubectl logs, which unwrap them;
// a wrapped line is counted, not printed), records that span lines, ids
// written with \u escapes (no encoder does that to a plain letter), and clocks
// that differ between hosts: what is printed is the order of the timestamps.
package timeline
