package logging_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"
)

// scalars is a realistic log line: five attrs, none of which needs reflection.
func scalars() []slog.Attr {
	return []slog.Attr{
		slog.String("method", "GET"),
		slog.String("path", "/orders/8142"),
		slog.Int("status", 200),
		slog.Duration("took", 1534*time.Microsecond),
		slog.Bool("cached", false),
	}
}

// BenchmarkScalars prints ours and the standard library's side by side: five
// scalar attrs through LogAttrs to io.Discard.
//
//	go test -run '^$' -bench Scalars ./day141_slog
func BenchmarkScalars(b *testing.B) {
	attrs := scalars()
	for _, f := range formats() {
		for name, newHandler := range map[string]func(io.Writer, *slog.HandlerOptions) slog.Handler{"ours": f.ours, "slog": f.std} {
			b.Run(f.name+"/"+name, func(b *testing.B) {
				l := slog.New(newHandler(io.Discard, nil))
				ctx := context.Background()
				b.ReportAllocs()
				for b.Loop() {
					l.LogAttrs(ctx, slog.LevelInfo, "request done", attrs...)
				}
			})
			b.Run(f.name+"/handle/"+name, func(b *testing.B) {
				h := newHandler(io.Discard, nil)
				ctx := context.Background()
				r := slog.NewRecord(time.Now(), slog.LevelInfo, "request done", 0)
				r.AddAttrs(attrs...)
				b.ReportAllocs()
				for b.Loop() {
					_ = h.Handle(ctx, r)
				}
			})
		}
	}
}
