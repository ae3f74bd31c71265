// Package timeline follows one request id through the log files of several
// services and prints what happened to the request, in order. Elsewhere this is a
// k-way merge, as in lnav. Begin with follow.go, then source.go and lines.go.
//
// Input is one JSON object or key=value pairs a line, wrapped by a container
// runtime or not: package logline, below this one, lists the forms. A line belongs
// to the request if its id field, at the root, equals the id. An id field inside a
// group counts too, with a warning: it is what a wrong decorating handler leaves
// behind (see the lesson). What cannot be read is counted, and named in the end.
//
// # Memory
//
// Files of any size pass through in constant memory: a buffer that grows up to
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
// A line is decoded only if it may hold the id, whatever is escaped in it; of all
// others only the syntax is checked, to tell how much could not be read. Of a line
// that is wrapped in JSON, and has not the id, only the wrapping is checked.
//
// # Does not handle
//
// Compressed files, UTF-16 (refused), log rotation while reading, records that
// span lines, lines of words with a few pairs among them, and clocks that differ
// between hosts: what is printed is the order of the timestamps.
package timeline
