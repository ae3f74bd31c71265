package correlation

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// logged returns what log prints through a decorated JSON handler, without the
// time.
func logged(t *testing.T, log func(l *slog.Logger), sources ...func(context.Context) []slog.Attr) string {
	t.Helper()
	var buf bytes.Buffer
	noTime := func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	log(slog.New(NewHandler(slog.NewJSONHandler(&buf, &slog.HandlerOptions{ReplaceAttr: noTime}), sources...)))
	return strings.TrimSuffix(buf.String(), "\n")
}

func TestHandlerPlace(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	tests := []struct {
		name string
		log  func(l *slog.Logger)
		want string
	}{
		{"flat", func(l *slog.Logger) { l.InfoContext(ctx, "m", "k", 1) },
			`{"level":"INFO","msg":"m","k":1,"request_id":"A1"}`},
		{"a group in the record", func(l *slog.Logger) { l.InfoContext(ctx, "m", "k", 1, slog.Group("g", slog.Attr{})) },
			`{"level":"INFO","msg":"m","request_id":"A1","k":1}`},
		{"With", func(l *slog.Logger) { l.With("a", 1).InfoContext(ctx, "m", "k", 1) },
			`{"level":"INFO","msg":"m","a":1,"k":1,"request_id":"A1"}`},
		{"WithGroup", func(l *slog.Logger) { l.WithGroup("g").InfoContext(ctx, "m", "k", 1) },
			`{"level":"INFO","msg":"m","request_id":"A1","g":{"k":1}}`},
		{"With between and behind groups", func(l *slog.Logger) {
			l.With("a", 1).WithGroup("g").With("b", 2).With("c", 3).WithGroup("h").With("d", 4).InfoContext(ctx, "m", "k", 1)
		}, `{"level":"INFO","msg":"m","a":1,"request_id":"A1","g":{"b":2,"c":3,"h":{"d":4,"k":1}}}`},
		{"groups without attributes", func(l *slog.Logger) {
			l.WithGroup("g").With("b", 2).WithGroup("h").WithGroup("i").InfoContext(ctx, "m")
		},
			`{"level":"INFO","msg":"m","request_id":"A1","g":{"b":2}}`},
		{"only empty groups", func(l *slog.Logger) { l.WithGroup("g").WithGroup("h").InfoContext(ctx, "m") },
			`{"level":"INFO","msg":"m","request_id":"A1"}`},
		{"no id", func(l *slog.Logger) { l.WithGroup("g").Info("m", "k", 1) },
			`{"level":"INFO","msg":"m","g":{"k":1}}`},
		{"a group value kept by With", func(l *slog.Logger) {
			l.WithGroup("g").With(slog.Group("h", "x", 1)).With("b", 2).InfoContext(ctx, "m", "k", 1)
		}, `{"level":"INFO","msg":"m","request_id":"A1","g":{"h":{"x":1},"b":2,"k":1}}`},
		{"seven attributes", func(l *slog.Logger) {
			l.InfoContext(ctx, "m", "a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6, "g", 7)
		}, `{"level":"INFO","msg":"m","a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"request_id":"A1"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := logged(t, tt.log); got != tt.want {
				t.Errorf("\n got: %s\nwant: %s", got, tt.want)
			}
		})
	}
}

// An attribute of the program's own with the stamp's key is kept.
func TestHandlerSameKey(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	got := logged(t, func(l *slog.Logger) { l.InfoContext(ctx, "m", IDKey, "mine") })
	want := `{"level":"INFO","msg":"m","request_id":"mine","request_id":"A1"}`
	if got != want {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
	got = logged(t, func(l *slog.Logger) { l.With(IDKey, "with").WithGroup("g").InfoContext(ctx, "m", IDKey, "mine") })
	want = `{"level":"INFO","msg":"m","request_id":"with","request_id":"A1","g":{"request_id":"mine"}}`
	if got != want {
		t.Errorf("under a group\n got: %s\nwant: %s", got, want)
	}
}

func TestHandlerSources(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	trace := func(context.Context) []slog.Attr {
		return []slog.Attr{slog.String("trace_id", "T"), slog.String("span_id", "S")}
	}
	broken := func(context.Context) []slog.Attr { panic("no tracer") }
	nothing := func(context.Context) []slog.Attr { return nil }
	empty := func(context.Context) []slog.Attr {
		return []slog.Attr{{}, slog.Group("g"), slog.Group("h", slog.Attr{})}
	}
	log := func(l *slog.Logger) { l.WithGroup("g").InfoContext(ctx, "m", "k", 1) }
	tests := []struct {
		name    string
		sources []func(context.Context) []slog.Attr
		want    string
	}{
		{"two", []func(context.Context) []slog.Attr{Attrs, trace}, `"request_id":"A1","trace_id":"T","span_id":"S","g":{"k":1}}`},
		{"one that panics", []func(context.Context) []slog.Attr{broken, Attrs, broken},
			`"!PANIC":"source: no tracer","request_id":"A1","!PANIC":"source: no tracer","g":{"k":1}}`},
		{"only one that panics", []func(context.Context) []slog.Attr{broken},
			`"!PANIC":"source: no tracer","g":{"k":1}}`},
		{"one that returns nothing", []func(context.Context) []slog.Attr{nothing}, `"g":{"k":1}}`},
		{"one that returns empty attrs", []func(context.Context) []slog.Attr{empty}, `"g":{"k":1}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := `{"level":"INFO","msg":"m",` + tt.want
			if got := logged(t, log, tt.sources...); got != want {
				t.Errorf("\n got: %s\nwant: %s", got, want)
			}
		})
	}
}

// The list of sources is the caller's, who may use it again.
func TestHandlerKeepsItsOwnListOfSources(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	sources := []func(context.Context) []slog.Attr{Attrs}
	got := logged(t, func(l *slog.Logger) {
		sources[0] = func(context.Context) []slog.Attr { return nil }
		l.InfoContext(ctx, "m")
	}, sources...)
	if want := `{"level":"INFO","msg":"m","request_id":"A1"}`; got != want {
		t.Errorf("NewHandler(inner, sources...), then sources[0] is another\n got: %s\nwant: %s", got, want)
	}
}

// The handler reads a source's slice and the record, and changes neither, for
// any number of attributes: five live inside a Record, the rest are shared.
func TestHandlerLeavesItsInputAlone(t *testing.T) {
	stamps := []slog.Attr{slog.String("s", "1"), slog.String("spare", "kept")}
	h := NewHandler(slog.NewJSONHandler(io.Discard, nil), func(context.Context) []slog.Attr { return stamps[:1] })
	for n := range 25 {
		r := slog.NewRecord(time.Now(), slog.LevelInfo, "m", 0)
		for i := range n {
			r.AddAttrs(slog.Int(fmt.Sprint(i), i))
		}
		for _, h := range []slog.Handler{h, h.WithGroup("g"), h.WithGroup("g").WithAttrs([]slog.Attr{slog.Group("h", "x", 1)})} {
			if err := h.Handle(context.Background(), r); err != nil {
				t.Fatal(err)
			}
		}
		r.AddAttrs(slog.Int("next", 1)) // says !BUG when a copy was appended to
		var keys []string
		r.Attrs(func(a slog.Attr) bool { keys = append(keys, a.Key); return true })
		if len(keys) != n+1 || keys[n] != "next" {
			t.Errorf("record of %d attributes after Handle and AddAttrs(next): %q", n, keys)
		}
	}
	if got, want := stamps[1].Key, "spare"; got != want {
		t.Errorf("the source's array was written to: got %q, want %q", got, want)
	}
}

// The line that is reported is the line of the log call.
func TestHandlerSourceLine(t *testing.T) {
	var bare, ours bytes.Buffer
	o := &slog.HandlerOptions{AddSource: true, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	ctx := NewContext(context.Background(), "A1")
	hs := []slog.Handler{slog.NewTextHandler(&bare, o), NewHandler(slog.NewTextHandler(&ours, o))}
	for _, h := range hs {
		for _, h := range []slog.Handler{h, h.WithGroup("g"), h.WithGroup("g").WithAttrs([]slog.Attr{slog.Group("h", "x", 1)})} {
			slog.New(h).InfoContext(ctx, "m", "k", 1)
		}
	}
	want, got := bare.String(), strings.ReplaceAll(ours.String(), " request_id=A1", "")
	if got != want || !strings.Contains(want, "handler_test.go:") {
		t.Errorf("\n got: %s\nwant: %s", got, want)
	}
}

func TestNewHandlerPanics(t *testing.T) {
	tests := []struct {
		name string
		call func()
		want string
	}{
		{"nil inner", func() { NewHandler(nil) }, "correlation: NewHandler needs an inner handler, not nil."},
		{"nil source", func() { NewHandler(slog.DiscardHandler, nil) },
			"correlation: NewHandler was given a source of attributes that is nil."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if got := recover(); got != tt.want {
					t.Errorf("panic %v, want %q", got, tt.want)
				}
			}()
			tt.call()
		})
	}
}
