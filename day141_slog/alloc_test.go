package logging_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	logging "workbook/day141_slog"
	"workbook/day141_slog/redact"
)

// TestAllocations holds the ceilings: none of these may allocate at all.
func TestAllocations(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	attrs, ctx := scalars(), context.Background()
	redact := &slog.HandlerOptions{ReplaceAttr: redact.New(redact.Options{}).ReplaceAttr}
	for _, f := range formats() {
		plain := slog.New(f.ours(io.Discard, nil))
		with := plain.With("service", "orders", "version", "1.4.2").WithGroup("http").With("proto", "h2")
		stamped := slog.New(f.ours(io.Discard, nil).(*logging.Handler).WithContextAttrs(fixed(slog.String("id", "7f3a"))))
		tests := []struct {
			name string
			run  func()
		}{
			{"scalars", func() { plain.LogAttrs(ctx, slog.LevelInfo, "request done", attrs...) }},
			{"pre-formatted With", func() { with.LogAttrs(ctx, slog.LevelInfo, "request done", attrs...) }},
			{"disabled level", func() { plain.LogAttrs(ctx, slog.LevelDebug, "request done", attrs...) }},
			{"redactor", redacted(slog.New(f.ours(io.Discard, redact)), slog.LevelInfo, attrs)},
			{"redactor, ids", redacted(slog.New(f.ours(io.Discard, redact)), slog.LevelInfo, ordinary())},
			{"redactor, with groups", redacted(slog.New(f.ours(io.Discard, redact)).WithGroup("http"), slog.LevelWarn, attrs)},
			{"context attrs", func() { stamped.LogAttrs(ctx, slog.LevelInfo, "request done", attrs...) }},
			{"time and float", func() {
				plain.LogAttrs(ctx, slog.LevelError, "m", slog.Time("at", time.Unix(1, 5)), slog.Float64("load", 0.25))
			}},
		}
		for _, tt := range tests {
			t.Run(f.name+"/"+tt.name, func(t *testing.T) {
				if got, want := testing.AllocsPerRun(200, tt.run), 0.0; got != want {
					t.Errorf("allocations a record: got %v, want %v", got, want)
				}
			})
		}
	}
}

func redacted(l *slog.Logger, level slog.Level, attrs []slog.Attr) func() {
	return func() { l.LogAttrs(context.Background(), level, "request done", attrs...) }
}
