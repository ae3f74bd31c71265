// Package handlertest tells whether a [slog.Handler] keeps all the promises of
// the slog.Handler interface.
//
// The standard library's testing/slogtest checks 17 programs. Handlers that
// pass it still lose attrs, mix up siblings or crash, because those programs
// use one handler at a time, through a slog.Logger, with values that behave.
// This package runs the same 17 and adds what they leave out: derived siblings
// at every depth, the caller's slice and record, groups that turn out empty,
// values that panic or never end, contexts, levels, writers, and use from
// several goroutines. Each check has a name and a rule of one sentence.
//
// [Run] is for a test of your own handler. A decorator that stamps records with
// something from the context needs [RunContext] as well, because it does other
// work when there is a stamp. [Check] and [CheckContext] return the failures as
// values.
//
// The functions may be called from several goroutines. Checks run one after
// another, each on handlers of its own, each with a deadline of five seconds
// of real time.
//
// # Stricter than the interface
//
// slog.Handler says that a handler owns the slice given to WithAttrs and may
// keep or change it. The check caller-attrs forbids both: slog.MultiHandler and
// other decorators give one slice to several handlers, and callers of their own
// use it again. So copy what you keep, and give each inner handler its own copy.
//
// # Known faults of the standard library
//
// slog.JSONHandler and slog.TextHandler break some of these rules. A test of
// this package pins which, and in which releases, so that a fix is seen.
//
// # Does not handle
//
// Output formats without line breaks between records, ReplaceAttr and
// AddSource (they are options of the built-in handlers, not of the interface),
// and handlers that write later than Handle returns.
package handlertest
