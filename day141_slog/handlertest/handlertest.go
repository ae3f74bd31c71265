package handlertest

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"testing"
)

// NewHandler makes the handler under test. It must return a fresh, independent
// handler on every call, write to w, and honour opts.Level; opts may be nil.
// No check sets AddSource or ReplaceAttr.
type NewHandler = func(w io.Writer, opts *slog.HandlerOptions) slog.Handler

// Parse turns one line of output, without its newline, into nested maps: one
// map for each group, the built-ins under slog's own keys. [ParseJSON] and
// [ParseText] fit handlers that print like the standard library's.
type Parse = func(line []byte) (map[string]any, error)

// Failure is one broken rule.
type Failure struct {
	Name   string // the check, such as "siblings-attrs"
	Rule   string // what a handler owes, in one sentence
	Detail string // the call, and below it a line "got: …" and a line "want: …"
}

// String formats f over several lines: name and detail first, then the rule.
func (f Failure) String() string {
	return fmt.Sprintf("%s: %s\n    rule: %s", f.Name, f.Detail, f.Rule)
}

// Run runs every check as a sub-test of its own name.
//
// A nil handler, a panic and a call that never returns all become failures of
// the check that met them. After a call that never returns the remaining
// checks are skipped, because the goroutine that is stuck cannot be stopped.
func Run(t *testing.T, newHandler func(w io.Writer, opts *slog.HandlerOptions) slog.Handler,
	parse func(line []byte) (map[string]any, error)) {
	t.Helper()
	runAll(t, checks(), probe{newHandler: newHandler, parse: parse, ctx: context.Background()})
}

// RunContext is for a handler that stamps every record with an attr it finds
// in the context, such as a request id. It runs the 17 programs of
// testing/slogtest with ctx, and demands that want (a scalar) is at the root
// of each record, in no group, and that stamping opens no empty group.
//
// It also runs, with ctx, the checks of siblings, of the caller's slice and
// record, and of concurrent use: with a stamp a decorator takes another way than
// without, and only there may it append to what is not its own. It does not
// take the place of [Run], which sees the way without.
func RunContext(t *testing.T, ctx context.Context, want slog.Attr,
	newHandler func(w io.Writer, opts *slog.HandlerOptions) slog.Handler,
	parse func(line []byte) (map[string]any, error)) {
	t.Helper()
	runAll(t, contextChecks(), probe{newHandler: newHandler, parse: parse, ctx: ctx, stamp: &want})
}

// Check is [Run] without a *testing.T: at most one Failure a check, nil for a
// handler without fault. Use it to pin the faults of a handler that you cannot
// change.
func Check(newHandler NewHandler, parse Parse) []Failure {
	return collect(checks(), probe{newHandler: newHandler, parse: parse, ctx: context.Background()})
}

// CheckContext is [RunContext] without a *testing.T.
func CheckContext(ctx context.Context, want slog.Attr, newHandler NewHandler, parse Parse) []Failure {
	return collect(contextChecks(), probe{newHandler: newHandler, parse: parse, ctx: ctx, stamp: &want})
}

// checks lists every check, easiest rule first.
func checks() []check {
	all := programChecks()
	all = append(all, groupChecks()...)
	all = append(all, immutableChecks()...)
	all = append(all, valueChecks()...)
	all = append(all, deliveryChecks()...)
	return append(all, concurrentChecks()...)
}

// contextChecks lists those that a decorator may pass without a stamp and fail
// with one. The others are about the handler that prints.
func contextChecks() []check {
	all := append(programChecks(), immutableChecks()...)
	return append(all, concurrentChecks()...)
}

func runAll(t *testing.T, all []check, p probe) {
	t.Helper()
	hung := ""
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			if hung != "" {
				t.Skipf("not run: %s never returned", hung)
			}
			f, stuck := c.judge(p)
			if f != nil {
				t.Error(f.String())
			}
			if stuck {
				hung = c.name
			}
		})
	}
}

func collect(all []check, p probe) []Failure {
	var failures []Failure
	for _, c := range all {
		f, stuck := c.judge(p)
		if f != nil {
			failures = append(failures, *f)
		}
		if stuck {
			break
		}
	}
	return failures
}
