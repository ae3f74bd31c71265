package correlation

import (
	"context"
	"io"
	"log/slog"
	"testing"
)

// TestHandlerAllocs asserts the ceilings of the package's own design.
func TestHandlerAllocs(t *testing.T) {
	if raceEnabled() {
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

// However long the record and however many the stamps, the decorator adds at
// most one allocation, and none while all attributes fit into a Record.
func TestHandlerAllocsOfLongRecords(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	ctx := NewContext(context.Background(), NewID())
	trace := []slog.Attr{slog.String("trace_id", "t"), slog.String("span_id", "s"), slog.String("trace_flags", "01")}
	tracer := func(context.Context) []slog.Attr { return trace }
	inner := slog.NewJSONHandler(io.Discard, nil)
	for n := range 21 {
		attrs := make([]slog.Attr, n)
		for i := range attrs {
			attrs[i] = slog.Int("k", i)
		}
		for _, group := range []bool{false, true} {
			count := func(h slog.Handler) float64 {
				if group {
					h = h.WithGroup("g")
				}
				l := slog.New(h)
				return testing.AllocsPerRun(100, func() { l.LogAttrs(ctx, slog.LevelInfo, "m", attrs...) })
			}
			want := 1.0
			if n+4 <= inlineAttrs && !group {
				want = 0
			}
			if got := count(NewHandler(inner, Attrs, tracer)) - count(inner); got > want {
				t.Errorf("%d attributes and 4 stamps, group %v: %v allocations more than the bare handler, want at most %v",
					n, group, got, want)
			}
		}
	}
}

func logOnce(ctx context.Context, l *slog.Logger) {
	l.LogAttrs(ctx, slog.LevelInfo, "served", slog.Int("status", 200), slog.String("user", "u-17"))
}

// BenchmarkDesigns is the table of the lesson. "bare" is the inner handler on
// its own, which prints no id; "by hand" is the same with the id written as an
// attribute of the call, which is the least that any design can cost.
func BenchmarkDesigns(b *testing.B) {
	id := NewID()
	ctx := NewContext(context.Background(), id)
	bare := func(h slog.Handler) slog.Handler { return h }
	for _, d := range append([]design{{"bare", bare}}, designs()...) {
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
	b.Run("by hand/flat", func(b *testing.B) {
		l := slog.New(slog.NewJSONHandler(io.Discard, nil))
		for b.Loop() {
			l.LogAttrs(ctx, slog.LevelInfo, "served",
				slog.Int("status", 200), slog.String("user", "u-17"), slog.String(IDKey, id))
		}
	})
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
