package redact_test

import (
	"log/slog"
	"testing"

	"workbook/day141_slog/redact"
)

// BenchmarkReplaceAttr is what the redactor costs where it has to look.
func BenchmarkReplaceAttr(b *testing.B) {
	r := redact.New(redact.Options{})
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
