package correlation

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
)

// The designs of the lesson, from the naive to the one that the package ships.
// The first two are wrong on purpose; the third and the fourth are right, and
// slower.
func designs() []design {
	return []design{
		{"embed", func(h slog.Handler) slog.Handler { return embedding{h} }},
		{"rewrap", func(h slog.Handler) slog.Handler { return rewrapping{h} }},
		{"rebuild", func(h slog.Handler) slog.Handler { return rebuilding{h, nil} }},
		{"fold", func(h slog.Handler) slog.Handler { return folding{h, nil} }},
		{"hybrid", func(h slog.Handler) slog.Handler { return NewHandler(h) }},
	}
}

type design struct {
	name string
	wrap func(slog.Handler) slog.Handler
}

// embedding inherits WithAttrs and WithGroup, which return the inner handler:
// after the first With nothing decorates any more.
type embedding struct{ slog.Handler }

func (h embedding) Handle(ctx context.Context, r slog.Record) error {
	r = r.Clone()
	r.AddAttrs(Attrs(ctx)...)
	return h.Handler.Handle(ctx, r)
}

// rewrapping survives With. But an attribute added to the record belongs to the
// groups that are open, and so does the id.
type rewrapping struct{ slog.Handler }

func (h rewrapping) Handle(ctx context.Context, r slog.Record) error {
	r = r.Clone()
	r.AddAttrs(Attrs(ctx)...)
	return h.Handler.Handle(ctx, r)
}

func (h rewrapping) WithAttrs(as []slog.Attr) slog.Handler {
	return rewrapping{h.Handler.WithAttrs(as)}
}
func (h rewrapping) WithGroup(name string) slog.Handler {
	return rewrapping{h.Handler.WithGroup(name)}
}

// rebuilding keeps the calls and makes them again for each record, behind the
// id. It is right, and formats every With on every line.
type rebuilding struct {
	slog.Handler
	calls []call
}

func (h rebuilding) Handle(ctx context.Context, r slog.Record) error {
	inner := h.Handler
	if as := Attrs(ctx); len(as) > 0 {
		inner = inner.WithAttrs(as)
	}
	for _, c := range h.calls {
		if c.group != "" {
			inner = inner.WithGroup(c.group)
		} else {
			inner = inner.WithAttrs(c.attrs)
		}
	}
	return inner.Handle(ctx, r)
}

func (h rebuilding) WithAttrs(as []slog.Attr) slog.Handler {
	return rebuilding{h.Handler, append(slices.Clip(h.calls), call{attrs: slices.Clone(as)})}
}

func (h rebuilding) WithGroup(name string) slog.Handler {
	return rebuilding{h.Handler, append(slices.Clip(h.calls), call{group: name})}
}

// folding keeps the calls and turns them into nested groups on a fresh record.
type folding struct {
	slog.Handler
	calls []call
}

func (h folding) Handle(ctx context.Context, r slog.Record) error {
	attrs := make([]slog.Attr, 0, r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool { attrs = append(attrs, a); return true })
	for i := len(h.calls) - 1; i >= 0; i-- {
		if c := h.calls[i]; c.group != "" {
			attrs = []slog.Attr{{Key: c.group, Value: slog.GroupValue(attrs...)}}
		} else {
			attrs = slices.Concat(c.attrs, attrs)
		}
	}
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(Attrs(ctx)...)
	out.AddAttrs(attrs...)
	return h.Handler.Handle(ctx, out)
}

func (h folding) WithAttrs(as []slog.Attr) slog.Handler {
	return folding{h.Handler, append(slices.Clip(h.calls), call{attrs: slices.Clone(as)})}
}

func (h folding) WithGroup(name string) slog.Handler {
	return folding{h.Handler, append(slices.Clip(h.calls), call{group: name})}
}

// shapes are the three loggers that the table of the lesson measures.
func shapes() []shape {
	return []shape{
		{"flat", func(l *slog.Logger) *slog.Logger { return l }},
		{"with", func(l *slog.Logger) *slog.Logger { return l.With("service", "orders", "zone", "b") }},
		{"grouped", func(l *slog.Logger) *slog.Logger {
			return l.With("service", "orders", "zone", "b").WithGroup("http").With("route", "/orders", "method", "GET")
		}},
	}
}

type shape struct {
	name   string
	derive func(*slog.Logger) *slog.Logger
}

// TestDesigns holds each design against the two tests that break the naive
// ones: the id after With, and the id at the root under WithGroup.
func TestDesigns(t *testing.T) {
	want := map[string]string{
		"embed":   "flat: root, with: lost, grouped: lost",
		"rewrap":  "flat: root, with: root, grouped: inside http",
		"rebuild": "flat: root, with: root, grouped: root",
		"fold":    "flat: root, with: root, grouped: root",
		"hybrid":  "flat: root, with: root, grouped: root",
	}
	for _, d := range designs() {
		var got []string
		for _, s := range shapes() {
			var buf bytes.Buffer
			l := s.derive(slog.New(d.wrap(slog.NewTextHandler(&buf, nil))))
			l.InfoContext(NewContext(context.Background(), "A1"), "m", "status", 200)
			place := "lost"
			switch line := buf.String(); {
			case strings.Contains(line, " request_id=A1"):
				place = "root"
			case strings.Contains(line, " http.request_id=A1"):
				place = "inside http"
			}
			got = append(got, s.name+": "+place)
		}
		if got, want := strings.Join(got, ", "), want[d.name]; got != want {
			t.Errorf("%s\n got: %s\nwant: %s", d.name, got, want)
		}
	}
}

// TestHandlerAllocs asserts the ceilings of the package's own design.
func TestHandlerAllocs(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	with := NewContext(context.Background(), NewID())
	ceilings := map[string]float64{"flat": 0, "with": 0, "grouped": 1}
	for _, s := range shapes() {
		l := s.derive(slog.New(NewHandler(slog.NewJSONHandler(io.Discard, nil))))
		for ctx, want := range map[context.Context]float64{with: ceilings[s.name], context.Background(): 0} {
			got := testing.AllocsPerRun(1000, func() { logOnce(ctx, l) })
			if _, ok := FromContext(ctx); got > want {
				t.Errorf("%s, id %v: %v allocations, want at most %v", s.name, ok, got, want)
			}
		}
	}
}

func logOnce(ctx context.Context, l *slog.Logger) {
	l.LogAttrs(ctx, slog.LevelInfo, "served", slog.Int("status", 200), slog.String("user", "u-17"))
}

// BenchmarkDesigns is the table of the lesson; "bare" is the inner handler on
// its own, without an id.
func BenchmarkDesigns(b *testing.B) {
	ctx := NewContext(context.Background(), NewID())
	list := append([]design{{"bare", func(h slog.Handler) slog.Handler { return h }}}, designs()...)
	for _, d := range list {
		for _, s := range shapes() {
			b.Run(d.name+"/"+s.name, func(b *testing.B) {
				l := s.derive(slog.New(d.wrap(slog.NewJSONHandler(io.Discard, nil))))
				b.ReportAllocs()
				for b.Loop() {
					logOnce(ctx, l)
				}
			})
		}
	}
}

// BenchmarkNoID is what a decorated logger costs where there is no id.
func BenchmarkNoID(b *testing.B) {
	for _, d := range []design{{"bare", func(h slog.Handler) slog.Handler { return h }}, designs()[4]} {
		for _, s := range shapes() {
			b.Run(d.name+"/"+s.name, func(b *testing.B) {
				l := s.derive(slog.New(d.wrap(slog.NewJSONHandler(io.Discard, nil))))
				b.ReportAllocs()
				for b.Loop() {
					logOnce(context.Background(), l)
				}
			})
		}
	}
}
