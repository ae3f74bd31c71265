package correlation

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// owning uses what the contract of slog.Handler gives it: the slice of
// WithAttrs is its own, and so it overwrites it. It also appends to every group
// that it is handed, which it should not, and which must not spoil the record.
type owning struct{ got *[]string }

func (o owning) Enabled(context.Context, slog.Level) bool { return true }
func (o owning) WithGroup(string) slog.Handler            { return o }
func (o owning) WithAttrs(attrs []slog.Attr) slog.Handler {
	clear(attrs)
	return o
}

func (o owning) Handle(_ context.Context, r slog.Record) error {
	for range 2 { // the second time it sees what the first has spoilt
		var line []string
		r.Attrs(func(a slog.Attr) bool { line = append(line, spoil(a)); return true })
		*o.got = append(*o.got, strings.Join(line, " "))
	}
	return nil
}

func spoil(a slog.Attr) string {
	if a.Value.Kind() != slog.KindGroup {
		return a.String()
	}
	var members []string
	for _, m := range a.Value.Group() {
		members = append(members, spoil(m))
	}
	_ = append(a.Value.Group(), slog.String("spoilt", "x"))
	return a.Key + "{" + strings.Join(members, " ") + "}"
}

func TestHandlerInnerOwnsItsSlices(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	for _, groups := range []bool{false, true} {
		var got []string
		given := []slog.Attr{slog.String("x", "1"), slog.String("y", "2")}
		h := NewHandler(owning{&got}).WithAttrs(given)
		want := "k=3 request_id=A1"
		if groups {
			h = h.WithGroup("a").WithAttrs(given).WithGroup("b").WithAttrs(given)
			want = "request_id=A1 a{x=1 y=2 b{x=1 y=2 k=3}}"
		}
		r := slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)
		r.AddAttrs(slog.Int("k", 3))
		if err := h.Handle(ctx, r); err != nil {
			t.Fatal(err)
		}
		for _, line := range got {
			if line != want {
				t.Errorf("groups %v: the inner handler got %q, want %q", groups, line, want)
			}
		}
		if given[0].Key != "x" || given[1].Key != "y" {
			t.Errorf("groups %v: the caller's slice is now %v", groups, given)
		}
	}
}

// replay hands out slices as well.
func TestHandlerInnerOwnsReplayedSlices(t *testing.T) {
	var got []string
	stamps := []slog.Attr{slog.String("s", "1")}
	h := NewHandler(owning{&got}, func(context.Context) []slog.Attr { return stamps }).
		WithGroup("a").WithAttrs([]slog.Attr{slog.Group("g", "x", 1)})
	for range 2 {
		if err := h.Handle(context.Background(), slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)); err != nil {
			t.Fatal(err)
		}
	}
	if kept := h.(*handler).unseen.calls[1].attrs[0].Key; stamps[0].Key != "s" || kept != "g" {
		t.Errorf("after two records the source's attribute is %q, want s, and the kept one %q, want g", stamps[0].Key, kept)
	}
}
