package logging_test

import (
	"bytes"
	"context"
	"go/version"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"
)

// exception is a program on which ours differs from the standard library on
// purpose. Both outputs are pinned, behind the message, and in which releases
// theirs is so: when a release mends its side, the test says so, and the
// exception can go from doc.go.
type exception struct {
	name       string
	run        func(h slog.Handler)
	json, text difference
}

// difference is what each side prints. mended is the first release in which
// the standard library prints what ours does: "" when none does.
type difference struct{ ours, slog, mended string }

func exceptions() []exception {
	hollow := slog.Group("G", slog.Attr{})
	nothing := slog.Any("x", resolved{slog.GroupValue()})
	year := func(y int) slog.Attr { return slog.Time("t", time.Date(y, 1, 2, 3, 4, 5, 123456789, time.UTC)) }
	noSuchYear := `,"t":"!ERROR:time.Time year outside of range [0,9999]"`
	emptied := difference{ours: `}`, slog: `,"G":{}}`}
	return []exception{
		{"WithGroup of an empty name", func(h slog.Handler) { logAttrs(h.WithGroup(""), slog.Int("a", 1)) },
			difference{ours: `,"a":1}`, slog: `,"":{"a":1}}`}, difference{ours: ` a=1`, slog: ` .a=1`}},
		{"group of empty attrs, then an attr", func(h slog.Handler) { logAttrs(h, hollow, slog.Int("a", 1)) },
			difference{ours: `,"a":1}`, slog: `"a":1}`}, difference{ours: ` a=1`, slog: ` G.a=1`}},
		{"the same through WithAttrs", func(h slog.Handler) { logAttrs(h.WithAttrs([]slog.Attr{hollow, slog.Int("a", 1)})) },
			difference{}, difference{ours: ` a=1`, slog: ` G.a=1`}},
		{"WithAttrs of an attr, then a group of empty attrs", func(h slog.Handler) {
			logAttrs(h.WithAttrs([]slog.Attr{slog.Int("a", 1), hollow}), slog.Int("b", 2))
		}, difference{}, difference{ours: ` a=1 b=2`, slog: ` a=1 G.b=2`}},
		{"group whose member resolves to an empty group", func(h slog.Handler) { logAttrs(h, slog.Group("G", nothing)) },
			emptied, difference{}},
		{"open group whose only attr resolves to an empty group", func(h slog.Handler) { logAttrs(h.WithGroup("G"), nothing) },
			emptied, difference{}},
		{"the same through WithAttrs", func(h slog.Handler) { logAttrs(h.WithGroup("G").WithAttrs([]slog.Attr{nothing})) },
			emptied, difference{}},
		{"year of five digits", func(h slog.Handler) { logAttrs(h, year(12026)) },
			difference{ours: noSuchYear + `}`, slog: noSuchYear + `"12026-01-02T03:04:05.123456789Z"}`, mended: "go1.27"},
			difference{ours: ` t=12026-01-02T03:04:05.123Z`, slog: ` t=12026-01-02T03:04:05.121Z`}},
		{"year before 0", func(h slog.Handler) { logAttrs(h, year(-1)) },
			difference{ours: noSuchYear + `}`, slog: noSuchYear + `"-0001-01-02T03:04:05.123456789Z"}`, mended: "go1.27"},
			difference{ours: ` t=-0001-01-02T03:04:05.123Z`, slog: ` t=-0001-01-02T03:04:05.121Z`}},
	}
}

func logAttrs(h slog.Handler, attrs ...slog.Attr) {
	r := record("m")
	r.AddAttrs(attrs...)
	_ = h.Handle(context.Background(), r)
}

func TestExceptions(t *testing.T) {
	for _, e := range exceptions() {
		t.Run(e.name, func(t *testing.T) {
			for _, f := range formats() {
				head, diff := `{"level":"INFO","msg":"m"`, e.json
				if f.name == "Text" {
					head, diff = "level=INFO msg=m", e.text
				}
				if diff == (difference{}) {
					continue // the formats agree
				}
				printed := func(newHandler func(io.Writer, *slog.HandlerOptions) slog.Handler) string {
					var out bytes.Buffer
					e.run(newHandler(&out, nil))
					return strings.TrimSuffix(strings.TrimPrefix(out.String(), head), "\n")
				}
				if got := printed(f.ours); got != diff.ours {
					t.Errorf("%s\n got: %s\nwant: %s", f.name, got, diff.ours)
				}
				diff.judge(t, f.name, e.name, printed(f.std))
			}
		})
	}
}

// judge compares what the running standard library printed with what the table says of it.
func (d difference) judge(t *testing.T, format, name, got string) {
	t.Helper()
	mended := d.mended != "" && version.Compare(version.Lang(runtime.Version()), d.mended) >= 0
	switch {
	case got != d.ours && got != d.slog:
		surprise(t, "Go's %s handler prints something new on %q: %s", format, name, got)
	case got == d.ours && !mended:
		surprise(t, "Go's %s handler no longer differs on %q: name the release in this table and in doc.go", format, name)
	case got == d.slog && mended:
		surprise(t, "Go's %s handler differs again on %q, which %s had mended", format, name, d.mended)
	}
}

// ReplaceAttr can empty a group too. The standard library then also tells it
// about a group that is gone.
func TestExceptionGroupEmptiedByReplaceAttr(t *testing.T) {
	opts := &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == "secret" {
			return slog.Attr{}
		}
		if a.Key == "where" {
			a.Value = slog.StringValue(strings.Join(groups, "/"))
		}
		return a
	}}
	var out bytes.Buffer
	h := newJSON(&out, opts)
	logAttrs(h.WithGroup("W"), slog.Group("G", "secret", 1), slog.String("where", ""))
	want := `{"level":"INFO","msg":"m","W":{"where":"W"}}` + "\n"
	if got := out.String(); got != want {
		t.Errorf("group emptied by ReplaceAttr\n got: %s\nwant: %s", got, want)
	}
}

// These end the program, or the goroutine, in the standard library, so only
// ours is shown.
func TestExceptionsThatCrash(t *testing.T) {
	self := map[string]any{}
	self["self"] = self
	list := []any{1}
	list[0] = list
	tests := []struct {
		name string
		attr slog.Attr
		want string // somewhere in the line
		f    int
	}{
		{"JSON: LogValue whose group contains itself", slog.Any("k", nested{1}), "!ERROR:groups without end", 0},
		{"Text: LogValue whose group contains itself", slog.Any("k", nested{1}), "!ERROR:groups without end", 1},
		{"JSON: one that branches", slog.Any("k", nested{2}), "!ERROR:groups without end", 0},
		{"Text: one that branches", slog.Any("k", nested{2}), "!ERROR:groups without end", 1},
		{"JSON: map that contains itself", slog.Any("k", self), "!ERROR:json: unsupported value: encountered a cycle", 0},
		{"Text: map that contains itself", slog.Any("k", self), "!ERROR:value contains itself", 1},
		{"Text: slice that contains itself", slog.Any("k", list), "!ERROR:value contains itself", 1},
		{"Text: pointer to one", slog.Any("k", &list), "!ERROR:value contains itself", 1},
		{"Text: struct with one", slog.Any("k", struct{ In map[string]any }{self}), "!ERROR:value contains itself", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			logAttrs(formats()[tt.f].ours(&out, nil), tt.attr, slog.Int("after", 7))
			if got := out.String(); !strings.Contains(got, tt.want) || !strings.Contains(got, "after") {
				t.Errorf("got %.300q\nwant a line with %q and the attr behind it", got, tt.want)
			}
		})
	}
	t.Run("LogValue panic", func(t *testing.T) {
		var out bytes.Buffer
		logAttrs(newJSON(&out, nil), slog.Any("k", panicking{}))
		if got := out.String(); !strings.Contains(got, "LogValue panicked") || !strings.Contains(got, "day141_slog.(*line)") {
			t.Errorf("got %.300q\nwant a line with the stack of this package's handler", got)
		}
	})
	t.Run("nil LevelVar", func(t *testing.T) {
		h := newJSON(io.Discard, &slog.HandlerOptions{Level: (*slog.LevelVar)(nil)})
		if !h.Enabled(context.Background(), slog.LevelInfo) || h.Enabled(context.Background(), slog.LevelInfo-1) {
			t.Errorf("nil *LevelVar: want the least level Info")
		}
	})
}

// nested resolves to a group with n copies of itself.
type nested struct{ n int }

func (n nested) LogValue() slog.Value {
	attrs := []slog.Attr{slog.Int("n", n.n)}
	for range n.n {
		attrs = append(attrs, slog.Any("self", n))
	}
	return slog.GroupValue(attrs...)
}
