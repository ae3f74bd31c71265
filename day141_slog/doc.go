// Package logging is a [slog.Handler] written from scratch, with small tools
// around it: a pinned clock, a chain of ReplaceAttr functions, and a default
// logger that can be restored. Begin with handler.go.
//
// The rooms beside it: encode has the bytes of strings, numbers and times, redact
// hides secrets, async keeps a stuck writer from stopping whoever logs, levelhttp
// changes the level of a running process, and handlertest checks any handler.
//
// # Model
//
// A [Handler] holds the bytes of all attrs given to WithAttrs, formatted, and
// the names of the groups that WithGroup has opened. Some of these groups are
// open at the end of the bytes; the others are names only, and are written when
// the first attr inside them prints. A record is the built-ins, those bytes, the
// record's attrs, and the closing braces. JSON and text are two encoders under
// this one core.
//
// The contract is that of the package documentation of log/slog, of its Handler
// interface, and of its guide to writing handlers. Package handlertest checks it,
// and so do random programs whose output must equal the standard library's.
//
// # Exceptions
//
// The output differs from that of slog.JSONHandler and slog.TextHandler only
// where these break their own contract or lose the record. Where a release is
// named, theirs is mended since; the others stand in Go 1.26 and 1.27 alike:
//
//   - WithGroup("") changes nothing. Theirs opens a group without a name.
//   - A group whose members turn out to print nothing is left out, wherever it
//     is. Theirs prints "G":{} when a member resolves to an empty group.
//   - What follows a group that was left out is printed as if the group had
//     never been there. Theirs loses the comma, so that the line is not JSON,
//     and in text puts the next attrs inside the group.
//   - A year outside 0-9999 is one error text in JSON. Theirs printed the error
//     and the time, without a comma, until Go 1.26. In text the milliseconds
//     are right.
//   - A nil *slog.LevelVar means Info. Theirs panics.
//   - Groups more than 100 deep in one attr, or more than 10,000 in one record,
//     end in an error text: a LogValue may return a group that contains itself.
//     Theirs recurse until the stack overflows. The same goes for a map or
//     slice that contains itself, in text.
//   - When LogValue panics, the text holds the call stack, and so names this
//     package's functions.
//
// Two spellings of a byte that is not UTF-8 are valid JSON. Ours is that of Go
// 1.27, the character U+FFFD itself; Go 1.26 writes \ufffd, which reads the same.
//
// # Concurrency
//
// A Handler is immutable and safe for concurrent use. Handlers derived from one
// share a lock, which is held over Write and nothing else, so that records never
// mix. Functions given to this package (ReplaceAttr, sources, LogValue) are called
// without any lock and may be called concurrently.
//
// # Bounds
//
//	input                       bound        beyond it                 held by
//	groups within one attr      100 deep     an error text             TestExceptionsThatCrash
//	groups within one record    10,000       an error text             TestExceptionsThatCrash
//	calls of LogValue           100          an error text, by slog    TestConformance
//	a map or slice in itself    1,000 deep   an error text             TestExceptionsThatCrash
//	a line kept for later use   16 KiB       left to the collector     -
//
// The length of a record has no bound here, and neither has a Write that blocks:
// whoever logs waits for the writer. Package async bounds that.
//
// # Tests
//
// The environment variable WORKBOOK_ROUNDS, an integer, multiplies the number
// of random programs (10,000 for each format). Continuous integration sets 5.
//
// # Does not handle
//
// Sampling, rate limits, rotation, sending logs over a network, buffering (a
// record is written when Handle returns; see async), colours, and reading its own
// output.
package logging
