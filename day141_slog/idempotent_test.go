package logging_test

import (
	"bytes"
	"log/slog"
	"testing"

	"workbook/day141_slog/redact"
)

// Whatever the generator makes, with and without the redactor: it must not
// panic, and redacting its result again must change nothing.
func TestRedactingTwiceIsRedactingOnce(t *testing.T) {
	r := redact.New(redact.Options{})
	for seed := range uint64(rounds(t, 3000)) {
		g := newGen(seed + 2<<32)
		a := slog.Attr{Key: g.key(), Value: g.value(4).Resolve()}
		if a.Value.Kind() == slog.KindGroup {
			continue
		}
		once := r.ReplaceAttr(nil, a)
		twice := r.ReplaceAttr(nil, once)
		if got, want := render(twice), render(once); got != want {
			t.Fatalf("seed %d: %v\n got: %s\nwant: %s", seed, a, got, want)
		}
	}
}

func render(a slog.Attr) string {
	var out bytes.Buffer
	for _, f := range formats() {
		logAttrs(f.ours(&out, nil), a)
	}
	return withoutStacks(out.String())
}
