package timepin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"
)

var (
	noon   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	theirs = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
)

const headLine = `{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m"`

func TestRecordTime(t *testing.T) {
	runExamples(t, []testExample{
		{"the time is pinned", func(h slog.Handler) { sendTo(h) }, headLine + "}", "every record has the time t"},
		{"each record", func(h slog.Handler) { sendTo(h); sendTo(h) }, headLine + "}\n" + headLine + "}", "every record has the time t, not the first alone"},
		{"a record without a time", func(h slog.Handler) {
			_ = h.Handle(context.Background(), slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0))
		}, headLine + "}", "every record has the time t, one that came without a time as well"},
		{"attrs stay", func(h slog.Handler) { sendTo(h, slog.Int("a", 1)) }, headLine + `,"a":1}`, "nothing else about the record changes"},
	})
}

func TestDerived(t *testing.T) {
	a, b := slog.Int("a", 1), slog.Int("b", 2)
	runExamples(t, []testExample{
		{"WithAttrs", func(h slog.Handler) { sendTo(h.WithAttrs([]slog.Attr{a})) }, headLine + `,"a":1}`,
			"a handler derived from a pinned one is pinned: an embedded WithAttrs returns the inner handler"},
		{"WithGroup", func(h slog.Handler) { sendTo(h.WithGroup("G"), a) }, headLine + `,"G":{"a":1}}`,
			"a handler derived from a pinned one is pinned: an embedded WithGroup returns the inner handler"},
		{"both", func(h slog.Handler) { sendTo(h.WithAttrs([]slog.Attr{a}).WithGroup("G").WithAttrs([]slog.Attr{b}), b) },
			headLine + `,"a":1,"G":{"b":2,"b":2}}`, "the time belongs to the record, so it is at the top whatever groups are open"},
		{"the parent stays", func(h slog.Handler) { h.WithAttrs([]slog.Attr{a}); h.WithGroup("G"); sendTo(h, b) }, headLine + `,"b":2}`,
			"WithAttrs and WithGroup return a new handler and leave the old one as it was: other requests log through it"},
	})
}

func TestTheUsersOwnTime(t *testing.T) {
	own := slog.Time("time", theirs)
	rule := "a user's attr with the key time is theirs: only the record's own time is pinned"
	runExamples(t, []testExample{
		{"in the call", func(h slog.Handler) { sendTo(h, own) }, headLine + `,"time":"2001-01-01T00:00:00Z"}`, rule},
		{"in With", func(h slog.Handler) { sendTo(h.WithAttrs([]slog.Attr{own})) }, headLine + `,"time":"2001-01-01T00:00:00Z"}`, rule},
		{"in a group", func(h slog.Handler) { sendTo(h.WithGroup("G"), own) }, headLine + `,"G":{"time":"2001-01-01T00:00:00Z"}}`, rule},
		{"as text", func(h slog.Handler) { sendTo(h, slog.String("time", "soon")) }, headLine + `,"time":"soon"}`, rule},
	})
}

// What the handler inside is given must be the record that came, but for its
// time; and what the caller holds must stay as it is.
func TestTheRestOfTheRecord(t *testing.T) {
	ctx := context.WithValue(context.Background(), ctxKey{}, "7")
	original := slog.NewRecord(theirs, slog.LevelWarn, "m", testPC())
	for i := range 7 {
		original.AddAttrs(slog.Int("k", i))
	}
	inner := &testInner{err: errors.New("disk full")}
	var err error
	problem := attempt(func() string { err = Pin(inner, noon).Handle(ctx, original); return "" })
	seen := inner.seen
	cases := []struct{ name, call, got, want, rule string }{
		{"time", "the time of the record inside", seen.Time.String(), noon.String(), "every record has the time t"},
		{"source", "the program counter of the record inside", fmt.Sprint(seen.PC == original.PC && seen.PC != 0), "true",
			"the record keeps its program counter: without it AddSource has no file and line"},
		{"level and message", "level and message of the record inside", fmt.Sprintf("%v %s", seen.Level, seen.Message), "WARN m", "nothing else about the record changes"},
		{"attrs", "the attrs of the record inside", attrsOf(seen), attrsOf(original), "nothing else about the record changes"},
		{"context", "the context of the call inside", fmt.Sprint(inner.ctx != nil && inner.ctx.Value(ctxKey{}) == "7"), "true", "the context is passed on"},
		{"error", "the error of the handler inside", fmt.Sprint(err), "disk full", "the error of the handler inside is returned"},
		{"the caller's record", "the time of the caller's record, afterwards", original.Time.String(), theirs.String(), "the caller's record keeps its time"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.got; got != c.want || problem != "" {
				if problem != "" {
					got = problem
				}
				fail(t, c.call, got, c.want, c.rule)
			}
		})
	}
}

func TestEnabled(t *testing.T) {
	for level, want := range map[slog.Level]string{slog.LevelInfo: "false", slog.LevelWarn: "true"} {
		t.Run(level.String(), func(t *testing.T) {
			h := slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelWarn})
			got := attempt(func() string { return fmt.Sprint(Pin(h, noon).Enabled(context.Background(), level)) })
			if got != want {
				fail(t, fmt.Sprintf("Pin(handler at WARN, t).Enabled(%v)", level), got, want, "the handler inside decides which levels are enabled")
			}
		})
	}
}

type ctxKey struct{}

type testInner struct {
	slog.Handler
	seen slog.Record
	ctx  context.Context
	err  error
}

func (s *testInner) Handle(ctx context.Context, r slog.Record) error {
	s.seen, s.ctx = r, ctx
	return s.err
}

func testPC() uintptr {
	var pcs [1]uintptr
	runtime.Callers(1, pcs[:])
	return pcs[0]
}

func attrsOf(r slog.Record) string {
	text := fmt.Sprintf("%d:", r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	return text
}

type testExample struct {
	name string
	use  func(h slog.Handler)
	want string
	rule string
}

func runExamples(t *testing.T, examples []testExample) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			got := attempt(func() string {
				var out bytes.Buffer
				e.use(Pin(slog.NewJSONHandler(&out, nil), noon))
				return strings.TrimSuffix(out.String(), "\n")
			})
			if got != e.want {
				fail(t, "Pin(JSONHandler, 2026-03-02 12:00), case "+e.name, got, e.want, e.rule)
			}
		})
	}
}

// sendTo sends a record of another time through h.
func sendTo(h slog.Handler, attrs ...slog.Attr) {
	r := slog.NewRecord(theirs.Add(time.Hour), slog.LevelInfo, "m", 0)
	r.AddAttrs(attrs...)
	_ = h.Handle(context.Background(), r)
}

// attempt turns a panic into a result that can be compared.
func attempt(f func() string) (got string) {
	defer func() {
		if r := recover(); r != nil {
			got = fmt.Sprintf("panic: %v", r)
		}
	}()
	return f()
}

func fail(t *testing.T, call, got, want, rule string) {
	t.Helper()
	t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
		"day141_slog/pintime.go", "exercises/day141_slog/03_timepin/timepin.go")
}
