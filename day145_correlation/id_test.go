package correlation_test

import (
	"strings"
	"testing"

	correlation "workbook/day145_correlation"
)

func TestValid(t *testing.T) {
	tests := []struct {
		name, id string
		want     bool
	}{
		{"empty", "", false},
		{"one byte", "a", true},
		{"every class", "azAZ09._-", true},
		{"64 bytes", strings.Repeat("a", 64), true},
		{"65 bytes", strings.Repeat("a", 65), false},
		{"a megabyte", strings.Repeat("a", 1<<20), false},
		{"UUID", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", true},
		{"UUID in braces", "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", false},
		{"space", "a b", false},
		{"leading space", " a", false},
		{"tab", "a\tb", false},
		{"newline", "a\nb", false},
		{"quote", `a"b`, false},
		{"backslash", `a\b`, false},
		{"comma", "a,b", false},
		{"colon", "a:b", false},
		{"slash", "a/b", false},
		{"at", "a@b", false},
		{"plus", "a+b", false},
		{"equals", "a=b", false},
		{"percent", "a%20b", false},
		{"angle brackets", "<a>", false},
		{"NUL", "a\x00", false},
		{"DEL", "a\x7f", false},
		{"over 0x7F", "a\xe9", false},
		{"letters beyond ASCII", "é", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := correlation.Valid(tt.id); got != tt.want {
				t.Errorf("Valid(%.64q) = %v, want %v", tt.id, got, tt.want)
			}
		})
	}
}

func TestNewID(t *testing.T) {
	seen := map[string]bool{}
	for range 10_000 {
		id := correlation.NewID()
		if len(id) != 26 || !correlation.Valid(id) || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
			t.Fatalf("NewID() = %q, want 26 base32 characters", id)
		}
		if seen[id] {
			t.Fatalf("NewID() = %q twice", id)
		}
		seen[id] = true
	}
}

func TestValidAllocs(t *testing.T) {
	id := correlation.NewID()
	want := 0.0
	if got := testing.AllocsPerRun(1000, func() { _ = correlation.Valid(id) }); got > want {
		t.Errorf("Valid(%q): %v allocations, want %v", id, got, want)
	}
}

// FuzzValid holds Valid against its definition, written as a set of runes.
func FuzzValid(f *testing.F) {
	const set = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
	for _, seed := range []string{"", "a", "A-1_b.c", "é", "a b", "\x00", strings.Repeat("z", 65)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		want := id != "" && len(id) <= 64
		for _, r := range id {
			want = want && strings.ContainsRune(set, r)
		}
		if got := correlation.Valid(id); got != want {
			t.Errorf("Valid(%q) = %v, want %v", id, got, want)
		}
	})
}

func BenchmarkValid(b *testing.B) {
	id := correlation.NewID()
	for b.Loop() {
		if !correlation.Valid(id) {
			b.Fatalf("Valid(%q) = false", id)
		}
	}
}

func BenchmarkNewID(b *testing.B) {
	for b.Loop() {
		correlation.NewID()
	}
}
