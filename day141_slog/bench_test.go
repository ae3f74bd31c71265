package logging_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"workbook/day141_slog/redact"
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

// ordinary is a line of a service that redacts: ids, an address and a message, in
// which the redactor has to look for secrets and finds none.
func ordinary() []slog.Attr {
	return []slog.Attr{
		slog.String("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"),
		slog.String("request_id", "4QZB7KTRMN2WVXC5DAYE3HJPLS"),
		slog.String("remote", "10.0.0.1:54321"),
		slog.Int64("order", 7819479873059528190),
		slog.String("reason", "charge refused: card expired"),
	}
}

// BenchmarkSideBySide prints ours, the standard library's and their ratio. Both
// take turns, because two benchmarks that run one after the other do not meet
// the same conditions.
//
//	go test -run '^$' -bench SideBySide ./day141_slog
func BenchmarkSideBySide(b *testing.B) {
	replace := func(_ []string, a slog.Attr) slog.Attr { return a }
	redact := redact.New(redact.Options{}).ReplaceAttr
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
		{"ids", plain, replace, ordinary()},
		{"redactor, ids", plain, redact, ordinary()},
		{"floats", plain, nil, []slog.Attr{slog.Float64("load", 0.25), slog.Float64("rate", 1.5e-7)}},
	}
	for _, tt := range scenarios {
		for _, f := range formats() {
			b.Run(tt.name+"/"+f.name, func(b *testing.B) {
				opts := &slog.HandlerOptions{ReplaceAttr: tt.replace}
				log := func(h slog.Handler) func() {
					l := tt.derive(slog.New(h))
					return func() { l.LogAttrs(context.Background(), slog.LevelInfo, "request done", tt.attrs...) }
				}
				sideBySide(b, log(f.ours(io.Discard, opts)), log(f.std(io.Discard, opts)))
			})
		}
	}
	// The handler alone, without the Logger's call of time.Now and
	// runtime.Callers, which both sides pay.
	r := slog.NewRecord(time.Now(), slog.LevelInfo, "request done", 0)
	r.AddAttrs(scalars()...)
	for _, f := range formats() {
		b.Run("Handle/"+f.name, func(b *testing.B) {
			handle := func(h slog.Handler) func() { return func() { _ = h.Handle(context.Background(), r) } }
			sideBySide(b, handle(f.ours(io.Discard, nil)), handle(f.std(io.Discard, nil)))
		})
	}
}

// sideBySide compares the fastest batches: what the machine can do. The mean
// would tell what else it was doing.
func sideBySide(b *testing.B, ours, std func()) {
	const batch = 200
	run := func(f func(), fastest time.Duration) time.Duration {
		start := time.Now()
		for range batch {
			f()
		}
		return min(fastest, time.Since(start))
	}
	oursBest, stdBest := time.Hour, time.Hour
	for b.Loop() {
		oursBest = run(ours, oursBest)
		stdBest = run(std, stdBest)
	}
	b.ReportMetric(float64(oursBest)/batch, "ours-ns/op")
	b.ReportMetric(float64(stdBest)/batch, "slog-ns/op")
	b.ReportMetric(float64(oursBest)/float64(stdBest), "ratio")
	b.ReportMetric(0, "ns/op") // the sum of both says nothing
}
