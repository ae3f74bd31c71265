package main

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"
)

// A deck is begun with the first exercise of its day, and that of the drills with the first drill.
func TestBegunDecks(t *testing.T) {
	root := t.TempDir()
	for dir, mine := range map[string]string{"day141_slog/01_a": "mine", "day142_metrics/01_a": "stub\r\n", "drills/01_a": "mine", "drills/02_b": "stub\n"} {
		folder := filepath.Join(root, "exercises", filepath.FromSlash(dir))
		write(t, filepath.Join(folder, "testdata", "stub", "a.go"), "stub\n")
		write(t, filepath.Join(folder, "a.go"), mine)
	}
	got, want := slices.Sorted(maps.Keys(begunDecks(root))), []string{"day141", "drills", "earlier"}
	if !slices.Equal(got, want) {
		t.Errorf("begunDecks: %q, want %q", got, want)
	}
}
