package logging_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	logging "workbook/day141_slog"
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

// BenchmarkSideBySide prints ours, the standard library's and their ratio. Both
// take turns, because two benchmarks that run one after the other do not meet
// the same conditions.
//
//	go test -run '^$' -bench SideBySide ./day141_slog
func BenchmarkSideBySide(b *testing.B) {
	replace := func(_ []string, a slog.Attr) slog.Attr { return a }
	redact := logging.NewRedactor(logging.RedactorOptions{}).ReplaceAttr
	plain := func(l *slog.Logger) *slog.Logger { return l }
	with := func(l *slog.Logger) *slog.Logger {
		return l.With("service", "orders", "version", "1.4.2").WithGroup("http").With("proto", "h2")
	}
	scenarios := []struct {
		name    string
		derive  func(l *slog.Logger) *slog.Logger
		replace func([]string, slog.Attr) slog.Attr
		attrs   []slog.Attr
	}{
		{"scalars", plain, nil, scalars()},
		{"preformatted", with, nil, scalars()},
		{"ReplaceAttr", plain, replace, scalars()},
		{"redactor", plain, redact, scalars()},
		{"floats", plain, nil, []slog.Attr{slog.Float64("load", 0.25), slog.Float64("rate", 1.5e-7)}},
	}
	for _, s := range scenarios {
		for _, f := range formats() {
			b.Run(s.name+"/"+f.name, func(b *testing.B) {
				opts := &slog.HandlerOptions{ReplaceAttr: s.replace}
				sideBySide(b, s.derive(slog.New(f.ours(io.Discard, opts))), s.derive(slog.New(f.std(io.Discard, opts))), s.attrs)
			})
		}
	}
}

// sideBySide compares the fastest batches: what the machine can do. The mean
// would tell what else it was doing.
func sideBySide(b *testing.B, ours, std *slog.Logger, attrs []slog.Attr) {
	const batch = 200
	log := func(l *slog.Logger, fastest time.Duration) time.Duration {
		start := time.Now()
		for range batch {
			l.LogAttrs(context.Background(), slog.LevelInfo, "request done", attrs...)
		}
		return min(fastest, time.Since(start))
	}
	oursBest, stdBest := time.Hour, time.Hour
	for b.Loop() {
		oursBest = log(ours, oursBest)
		stdBest = log(std, stdBest)
	}
	b.ReportMetric(float64(oursBest)/batch, "ours-ns/op")
	b.ReportMetric(float64(stdBest)/batch, "slog-ns/op")
	b.ReportMetric(float64(oursBest)/float64(stdBest), "ratio")
	b.ReportMetric(0, "ns/op") // the sum of both says nothing
}

// BenchmarkHandle is the handler alone, without the Logger's call of
// runtime.Callers and time.Now.
func BenchmarkHandle(b *testing.B) {
	r := slog.NewRecord(time.Now(), slog.LevelInfo, "request done", 0)
	r.AddAttrs(scalars()...)
	for _, f := range formats() {
		for _, side := range []struct {
			name string
			h    slog.Handler
		}{{"ours", f.ours(io.Discard, nil)}, {"slog", f.std(io.Discard, nil)}} {
			b.Run(f.name+"/"+side.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_ = side.h.Handle(context.Background(), r)
				}
			})
		}
	}
}

// BenchmarkRedactValues is what the redactor costs where it has to look.
func BenchmarkRedactValues(b *testing.B) {
	r := logging.NewRedactor(logging.RedactorOptions{})
	for name, x := range map[string]any{
		"word": "GET", "sentence": "request done in time for once", "URL": "https://example.com/orders?page=2",
		"map": map[string]any{"user": "alice", "n": 1}, "struct": struct{ User, Path string }{"alice", "/"}, "DSN": "postgres://app:" + hunter + "@db/orders",
	} {
		b.Run(name, func(b *testing.B) {
			a := slog.Any("note", x)
			b.ReportAllocs()
			for b.Loop() {
				r.ReplaceAttr(nil, a)
			}
		})
	}
}
