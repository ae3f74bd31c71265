package correlation

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
)

// A LogValuer given to With is asked once, when With is called, whichever way its
// records take. One in a record is asked once for that record.
func TestHandlerAsksLogValuersOnce(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	tests := []struct {
		name string
		with func(l *slog.Logger, v slog.LogValuer) *slog.Logger
	}{
		{"root", func(l *slog.Logger, v slog.LogValuer) *slog.Logger { return l.With("v", v) }},
		{"group", func(l *slog.Logger, v slog.LogValuer) *slog.Logger { return l.WithGroup("g").With("v", v) }},
		{"replayed", func(l *slog.Logger, v slog.LogValuer) *slog.Logger {
			return l.WithGroup("g").With(slog.Group("h", "v", v))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kept, own := &counting{}, &counting{}
			got := logged(t, func(l *slog.Logger) {
				l = tt.with(l, kept)
				if kept.asked != 1 {
					t.Errorf("after With the LogValuer was asked %d times, want 1", kept.asked)
				}
				l.InfoContext(ctx, "with an id", "own", own)
				l.Info("without", "own", own)
			})
			if kept.asked != 1 || own.asked != 2 {
				t.Errorf("after two records: With's asked %d times, want 1; the record's own %d, want 2\n got: %s",
					kept.asked, own.asked, got)
			}
		})
	}
}

type panicking struct{}

func (panicking) LogValue() slog.Value { panic("no value") }

// bottomless resolves to a group that holds itself. It ends after 50 levels,
// for slog's handlers have no bound of their own.
type bottomless struct {
	depth int
	asked *int
}

func (b bottomless) LogValue() slog.Value {
	*b.asked++
	if b.depth > 50 {
		return slog.StringValue("ended by the test")
	}
	return slog.GroupValue(slog.Any("self", bottomless{b.depth + 1, b.asked}), slog.Any("twin", b.depth))
}

func TestHandlerOddLogValuers(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	got := logged(t, func(l *slog.Logger) { l.WithGroup("g").With("v", panicking{}).InfoContext(ctx, "m") })
	want := `"request_id":"A1","g":{"v":"LogValue panicked`
	if !strings.Contains(got, want) {
		t.Errorf("a LogValue that panics\n got: %s\nwant: ...%s...", got, want)
	}
	asked := 0
	got = logged(t, func(l *slog.Logger) {
		l.WithGroup("g").With("v", bottomless{asked: &asked}).InfoContext(ctx, "m")
	})
	want = `"request_id":"A1","g":{"v":{"self":{"self":`
	if !strings.Contains(got, want) {
		t.Errorf("a LogValue without a bottom\n got: %s\nwant: ...%s...", got, want)
	}
}

// The decorator itself stops at a depth, and leaves the rest to the inner
// handler; plainHandler asks nothing before a record comes.
func TestSettleIsBounded(t *testing.T) {
	asked := 0
	NewHandler(newPlain(io.Discard, nil)).WithGroup("g").WithAttrs([]slog.Attr{slog.Any("v", bottomless{asked: &asked})})
	if asked == 0 || asked > maxDepth {
		t.Errorf("With of a LogValuer without a bottom asked %d times, want 1 to %d", asked, maxDepth)
	}
}

func TestBlank(t *testing.T) {
	tests := []struct {
		attr slog.Attr
		want bool
	}{
		{slog.Attr{}, true},
		{slog.Group("g"), true},
		{slog.Group("g", slog.Attr{}, slog.Group("h", slog.Attr{})), true},
		{slog.Group("g", slog.Attr{}, slog.Int("k", 0)), false},
		{slog.Any("k", nil), false},
		{slog.Any("", []int{1}), false},
	}
	for _, tt := range tests {
		if got := blank(tt.attr); got != tt.want {
			t.Errorf("blank(%v) = %v, want %v", tt.attr, got, tt.want)
		}
	}
}
