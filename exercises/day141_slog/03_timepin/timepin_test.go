package timepin_test

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	timepin "workbook/exercises/day141_slog/03_timepin"
	"workbook/exercises/oracle"
)

//go:embed timepin.go testdata/stub/timepin.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readPin    = "day141_slog/pintime.go PinTime"
	readHandle = "day141_slog/pintime.go pinned.Handle"
	readWith   = "day141_slog/pintime.go pinned.WithAttrs"
)

var (
	noon   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	theirs = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	zone   = time.FixedZone("", 2*3600)
)

const headLine = `{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m"`

type pinTest struct {
	name string
	call string // what use does, as code
	use  func(h slog.Handler)
	want string
	rule string
}

func runPins(t *testing.T, read string, at time.Time, tests []pinTest) {
	t.Helper()
	judge := check.New(t, read)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "h := Pin(slog.NewJSONHandler(w, nil), %s); " + tt.call, Args: []any{at.Format(time.RFC3339Nano)},
			Got: func() string {
				var out bytes.Buffer
				tt.use(timepin.Pin(slog.NewJSONHandler(&out, nil), at))
				return strings.TrimSuffix(out.String(), "\n")
			},
			Want: tt.want, Rule: tt.rule,
		})
	}
}

// sendTo sends a record of another time through h.
func sendTo(h slog.Handler, attrs ...slog.Attr) {
	r := slog.NewRecord(theirs.Add(time.Hour), slog.LevelInfo, "m", 0)
	r.AddAttrs(attrs...)
	_ = h.Handle(context.Background(), r)
}

var a, b = slog.Int("a", 1), slog.Int("b", 2)

func TestRecordTime(t *testing.T) {
	runPins(t, readHandle, noon, []pinTest{
		{"the time is pinned", `h.Handle(ctx, r)`, func(h slog.Handler) { sendTo(h) }, headLine + "}", "every record has the time t"},
		{"each record", `h.Handle(ctx, r) twice`, func(h slog.Handler) { sendTo(h); sendTo(h) }, headLine + "}\n" + headLine + "}", "every record has the time t, not the first alone"},
		{"a record without a time", `h.Handle(ctx, a record with the zero time)`, func(h slog.Handler) {
			_ = h.Handle(context.Background(), slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0))
		}, headLine + "}", "every record has the time t, one that came without a time as well"},
		{"attrs stay", `r.AddAttrs(slog.Int("a", 1)); h.Handle(ctx, r)`, func(h slog.Handler) { sendTo(h, a) }, headLine + `,"a":1}`, "nothing else about the record changes"},
	})
}

func TestTimeAsItIs(t *testing.T) {
	handle := func(h slog.Handler) { sendTo(h) }
	runPins(t, readHandle, time.Date(2026, 3, 2, 12, 0, 0, 5_000_000, zone), []pinTest{
		{"zone and fraction", `h.Handle(ctx, r)`, handle, `{"time":"2026-03-02T12:00:00.005+02:00","level":"INFO","msg":"m"}`, "t is passed on as it is, with its zone and its fraction of a second"},
	})
	runPins(t, readHandle, time.Time{}, []pinTest{
		{"the zero time", `h.Handle(ctx, r)`, handle, `{"level":"INFO","msg":"m"}`, "with the zero time a record has no time, and a handler leaves it out"},
	})
}

func TestDerived(t *testing.T) {
	runPins(t, readWith, noon, []pinTest{
		{"WithAttrs", `h.WithAttrs([]slog.Attr{a}).Handle(ctx, r)`, func(h slog.Handler) { sendTo(h.WithAttrs([]slog.Attr{a})) }, headLine + `,"a":1}`,
			"a handler derived from a pinned one is pinned: an embedded WithAttrs returns the inner handler"},
		{"WithGroup", `r.AddAttrs(a); h.WithGroup("G").Handle(ctx, r)`, func(h slog.Handler) { sendTo(h.WithGroup("G"), a) }, headLine + `,"G":{"a":1}}`,
			"a handler derived from a pinned one is pinned: an embedded WithGroup returns the inner handler"},
		{"both", `r.AddAttrs(b); h.WithAttrs([]slog.Attr{a}).WithGroup("G").WithAttrs([]slog.Attr{b}).Handle(ctx, r)`,
			func(h slog.Handler) { sendTo(h.WithAttrs([]slog.Attr{a}).WithGroup("G").WithAttrs([]slog.Attr{b}), b) },
			headLine + `,"a":1,"G":{"b":2,"b":2}}`, "the time belongs to the record, so it is at the top whatever groups are open"},
		{"the parent stays", `h.WithAttrs([]slog.Attr{a}); h.WithGroup("G"); h.Handle(ctx, r)`, func(h slog.Handler) { h.WithAttrs([]slog.Attr{a}); h.WithGroup("G"); sendTo(h, b) }, headLine + `,"b":2}`,
			"WithAttrs and WithGroup return a new handler and leave the old one as it was: other requests log through it"},
		{"an unnamed group", `r.AddAttrs(b); h.WithGroup("").Handle(ctx, r)`, func(h slog.Handler) { sendTo(h.WithGroup(""), b) }, headLine + `,"":{"b":2}}`,
			"everything else passes through: what an unnamed group means is for the handler inside to say"},
		{"an unnamed group attr", `r.AddAttrs(slog.Group("", b)); h.Handle(ctx, r)`, func(h slog.Handler) { sendTo(h, slog.Group("", b)) }, headLine + `,"b":2}`,
			"everything else passes through: a group attr without a name stands for its members"},
	})
}

func TestTheUsersOwnTime(t *testing.T) {
	own := slog.Time("time", theirs)
	rule := "a user's attr with the key time is theirs: only the record's own time is pinned"
	runPins(t, readPin, noon, []pinTest{
		{"in the call", `r.AddAttrs(slog.Time("time", other)); h.Handle(ctx, r)`, func(h slog.Handler) { sendTo(h, own) }, headLine + `,"time":"2001-01-01T00:00:00Z"}`, rule},
		{"in With", `h.WithAttrs([]slog.Attr{slog.Time("time", other)}).Handle(ctx, r)`, func(h slog.Handler) { sendTo(h.WithAttrs([]slog.Attr{own})) }, headLine + `,"time":"2001-01-01T00:00:00Z"}`, rule},
		{"in a group", `r.AddAttrs(slog.Time("time", other)); h.WithGroup("G").Handle(ctx, r)`, func(h slog.Handler) { sendTo(h.WithGroup("G"), own) }, headLine + `,"G":{"time":"2001-01-01T00:00:00Z"}}`, rule},
		{"as text", `r.AddAttrs(slog.String("time", "soon")); h.Handle(ctx, r)`, func(h slog.Handler) { sendTo(h, slog.String("time", "soon")) }, headLine + `,"time":"soon"}`, rule},
		{"the record's own", `r.AddAttrs(slog.Time("time", r.Time)); h.Handle(ctx, r)`, func(h slog.Handler) { sendTo(h, slog.Time("time", theirs.Add(time.Hour))) }, headLine + `,"time":"2001-01-01T01:00:00Z"}`, rule},
	})
}

// What the handler inside is given must be the record that came, but for its
// time; and what the caller holds must stay as it is.
func TestTheRestOfTheRecord(t *testing.T) {
	type contextKey struct{}
	ctx := context.WithValue(context.Background(), contextKey{}, "7")
	original := func() slog.Record {
		r := slog.NewRecord(theirs, slog.LevelWarn, "m", callerPC())
		for i := range 7 {
			r.AddAttrs(slog.Int("k", i))
		}
		return r
	}
	tests := []struct {
		name, call string
		look       func(inner *recorder, caller slog.Record, err error) any
		want, rule string
	}{
		{"time", "Time", func(in *recorder, _ slog.Record, _ error) any { return in.seen.Time }, noon.String(), "every record has the time t"},
		{"source", "PC, whether it is the record's", func(in *recorder, r slog.Record, _ error) any { return in.seen.PC == r.PC }, "true",
			"the record keeps its program counter: without it AddSource has no file and line"},
		{"level and message", "Level and Message", func(in *recorder, _ slog.Record, _ error) any {
			return fmt.Sprintf("%v %s", in.seen.Level, in.seen.Message)
		}, "WARN m", "nothing else about the record changes"},
		{"attrs", "Attrs", func(in *recorder, _ slog.Record, _ error) any { return attrsOf(in.seen) }, "7: k=0 k=1 k=2 k=3 k=4 k=5 k=6", "nothing else about the record changes"},
		{"context", "ctx.Value(key) of the call inside", func(in *recorder, _ slog.Record, _ error) any { return in.ctx.Value(contextKey{}) }, "7", "the context is passed on"},
		{"calls", "calls inside", func(in *recorder, _ slog.Record, _ error) any { return in.calls }, "1", "a record is passed on once"},
		{"error", "error", func(_ *recorder, _ slog.Record, err error) any { return err }, "disk full", "the error of the handler inside is returned"},
		{"the caller's record", "time of the caller's record afterwards", func(_ *recorder, r slog.Record, _ error) any { return r.Time }, theirs.String(), "the caller's record keeps its time"},
	}
	judge := check.New(t, readHandle)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "Pin(inner, noon).Handle(ctx, r), and then inside: " + tt.call,
			Got: func() string {
				inner, r := &recorder{err: errors.New("disk full")}, original()
				err := timepin.Pin(inner, noon).Handle(ctx, r)
				return fmt.Sprint(tt.look(inner, r, err))
			},
			Want: tt.want, Rule: tt.rule,
		})
	}
}

func TestEnabled(t *testing.T) {
	judge := check.New(t, readPin)
	for _, level := range []slog.Level{slog.LevelInfo, slog.LevelWarn} {
		judge.Run(level.String(), check.Case{
			Call: "Pin(handler at WARN, t).Enabled(ctx, %v)", Args: []any{level},
			Got: func() string {
				h := slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelWarn})
				return fmt.Sprint(timepin.Pin(h, noon).WithGroup("G").Enabled(context.Background(), level))
			},
			Want: fmt.Sprint(level >= slog.LevelWarn), Rule: "the handler inside decides which levels are enabled",
		})
	}
	judge.Run("the context", check.Case{
		Call: "Pin(a handler that looks into ctx, t).Enabled(ctx, DEBUG)",
		Got: func() string {
			ctx := context.WithValue(context.Background(), (&recorder{}).key(), true)
			return fmt.Sprint(timepin.Pin(&recorder{}, noon).Enabled(ctx, slog.LevelDebug))
		},
		Want: "true", Rule: "the context is passed on: a handler may log more for one request",
	})
}

// A step derives a handler from one of those that are there, or sends a record to it.
type step struct {
	from   int
	kind   string // With, WithGroup or Handle
	group  string
	attrs  []slog.Attr
	record slog.Record
}

func (s step) String() string {
	return fmt.Sprintf("h%d.%s(%q, %v)", s.from, s.kind, s.group, s.attrs)
}

// The standard library's handler, given records that have the time already, is right.
func TestOracle(t *testing.T) {
	check.New(t, readPin).Oracle(2000, func(d *oracle.Draw) check.Case {
		at := oracle.Pick(d, noon, time.Time{}, noon.Add(time.Nanosecond), noon.In(zone), noon.Add(999*time.Millisecond))
		handlers := 1
		program := oracle.List(d, 8, func() step {
			s := step{from: d.Intn(handlers), kind: oracle.Pick(d, "Handle", "WithAttrs", "WithGroup"), group: oracle.Pick(d, "G", "time", "")}
			s.attrs = oracle.List(d, 3, func() slog.Attr { return drawAttr(d) })
			if s.kind != "Handle" {
				handlers++
			}
			s.record = slog.NewRecord(oracle.Pick(d, theirs, time.Time{}, noon), oracle.Pick(d, slog.LevelInfo, slog.LevelError), "m", 0)
			s.record.AddAttrs(s.attrs...)
			return s
		})
		return check.Case{
			Call: "h0 := Pin(slog.NewJSONHandler(w, nil), %s); %v", Args: []any{at.Format(time.RFC3339Nano), program},
			Got: func() string {
				return play(program, func(h slog.Handler) slog.Handler { return timepin.Pin(h, at) }, nil)
			},
			Want: play(program, func(h slog.Handler) slog.Handler { return h }, &at),
			Rule: "the lines are those of the handler inside, had each record had the time t from the start",
		}
	})
}

func drawAttr(d *oracle.Draw) slog.Attr {
	key := oracle.Pick(d, "a", "time", "msg", "")
	return oracle.Pick(d, slog.Int(key, 1), slog.Time(key, theirs), slog.Time(key, noon), slog.Group(key, "b", 2), slog.Group(key, slog.Time("time", theirs)), slog.Group(key), slog.Attr{})
}

// play runs the program on what wrap makes of a JSON handler; at, if there is one, is set in each record.
func play(program []step, wrap func(slog.Handler) slog.Handler, at *time.Time) string {
	var out bytes.Buffer
	handlers := []slog.Handler{wrap(slog.NewJSONHandler(&out, nil))}
	for _, s := range program {
		h := handlers[s.from]
		switch s.kind {
		case "WithAttrs":
			handlers = append(handlers, h.WithAttrs(s.attrs))
		case "WithGroup":
			handlers = append(handlers, h.WithGroup(s.group))
		default:
			r := s.record.Clone()
			if at != nil {
				r.Time = *at
			}
			_ = h.Handle(context.Background(), r) // a buffer takes everything
		}
	}
	return out.String()
}

// A recorder is a handler that keeps what it was given last.
type recorder struct {
	slog.Handler
	seen  slog.Record
	ctx   context.Context
	calls int
	err   error
}

func (r *recorder) Handle(ctx context.Context, record slog.Record) error {
	r.seen, r.ctx = record, ctx
	r.calls++
	return r.err
}

// Enabled wants the context that came with the call.
func (r *recorder) Enabled(ctx context.Context, _ slog.Level) bool { return ctx.Value(r.key()) == true }

func (*recorder) key() any { return "debug this request" }

func callerPC() uintptr {
	var pcs [1]uintptr
	runtime.Callers(1, pcs[:])
	return pcs[0]
}

func attrsOf(r slog.Record) string {
	text := fmt.Sprintf("%d:", r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	return text
}
