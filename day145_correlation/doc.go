// Package correlation gives each HTTP request one id, keeps it in the context,
// sends it on to other services, and puts it on every log line.
//
// [Middleware] adopts the client's id or mints one. [NewContext] and
// [FromContext] carry it. [Transport] sends it. [NewHandler] stamps it on the
// records of any slog.Handler, at the root, whatever groups are open, and takes
// other sources of attributes as well, such as a tracer's. Package timeline,
// below this one, and cmd/follow read the logs that result.
//
// Elsewhere this is called a request id or correlation id: RequestID in
// go-chi/chi, request_id in Envoy, and slog-context for the handler. Begin with
// context.go, then take the files in the order of the lesson.
//
// # Model
//
// The header X-Request-ID is a convention without a standard. The rules here are
// what has proved safe: an id is 1 to 64 bytes of [A-Za-z0-9._-]; exactly one
// value is adopted, anything else is replaced, and no request is refused. A
// request id is not a trace id and not a proof of who is asking.
//
// # The handler
//
// A decorating slog.Handler adds attributes to the record in Handle, and what is
// added there belongs to the groups that WithGroup has opened. NewHandler keeps
// two handlers derived from the inner one, and the calls that only one of them
// has seen; the comment on its type says how. What it promises:
//
//   - Without stamps it prints what the inner handler prints.
//   - With stamps it prints the same with the stamps at the root: minus them, the
//     output is equal byte for byte. They open no group.
//   - A value given to With is evaluated once. A LogValuer given under an open
//     group is called then and there, because two handlers print it; before the
//     first group it is left to the inner handler, and slog's own call it then
//     too. A LogValuer in the record is called by the inner handler, once. One
//     among the stamps is called once for each record.
//   - ReplaceAttr sees stamps with no groups. For attributes given to With under
//     an open group it runs again for each stamped record.
//   - The record, the slices of the caller and those of the sources are left
//     alone. The source line stays that of the log call.
//   - A source that panics costs its own attributes only. In their place the line
//     has !PANIC, the key that slog prints too for what it could not log.
//
// It adds at most one allocation to those of the inner handler, and none while
// no group is open and the record has at most five attributes, stamps included.
// Only where With was given a group value under an open group does a stamped
// record cost what the calls since the first WithGroup cost.
//
// # Concurrency
//
// Everything exported is safe for concurrent use. Handlers and options are
// immutable; no lock is held anywhere.
//
// # Bounds
//
//	input                     bound                    beyond it             held by
//	X-Request-ID              64 bytes, one value      a new id              TestMiddlewareChoice
//	a bad id in the log       its length alone         -                     TestMiddlewareLogsOnlyTheLength
//	groups under With         8 deep                   the inner handler's   TestSettleIsBounded
//	a source that panics      its own attributes       !PANIC                TestHandlerSources
//	a line of a log           1 MiB, MaxLine           counted, skipped      timeline TestFollowCounts
//	time for a line           linear, however nested   -                     logline TestReadIsLinear
//	lines held back to sort   Window of each input     late, counted         timeline TestFollowMemoryIsFlat
//	-size of a sample         100,000 MB               refused               cmd/follow TestRunSample
//
// # Deviations
//
// slog.JSONHandler and slog.TextHandler of Go 1.26 and 1.27 mishandle a named group that
// has members and prints none of them, be it empty attributes or ReplaceAttr
// that dropped them: the first forgets the comma in front of what follows, the
// second keeps the group's name as a prefix. This package arranges that a stamp
// does not make a good line bad. It does not repair lines that are bad without
// one: if With is given such a group at the root together with other attributes,
// slog.TextHandler puts everything behind it, stamps included, into that group.
// And where the first thing under a group is a LogValuer in a group that
// resolves to an empty one, slog.TextHandler prints a stray space, which a stamp
// mends.
//
// # Testing
//
// The property test runs 20,000 random programs for each format. The environment
// variable WORKBOOK_ROUNDS multiplies that.
//
// # Does not handle
//
// Other headers that carry ids (traceparent is day 143's), several ids in one
// header, HTTP trailers, message queues (put the id into the message yourself),
// limits on how often one client may send the same id, and handlers that write
// asynchronously and evaluate LogValuers late. NewHandler around NewHandler stamps
// twice: decorate once, with several sources. And slog.SetDefault around
// slog.Default().Handler(), which still writes through package log, deadlocks at
// the first line, decorated or not: give NewHandler a handler with a writer of
// its own.
package correlation
