package diff_test

import (
	"slices"
	"testing"

	"workbook/exercises/internal/diff"
)

func TestSides(t *testing.T) {
	old := []string{"same\n", "\tone\n", "two\n", "end"}
	new := []string{"same\n", "three is too long\n", "end"}
	got := diff.Sides(diff.Lines(old, new), 8)
	want := []diff.Row{
		{"same    ", "same    ", false},
		{"  one   ", "three i~", true},
		{"two     ", "        ", true},
		{"end     ", "end     ", false},
	}
	if !slices.Equal(got, want) {
		t.Errorf("Sides\n got: %+v\nwant: %+v", got, want)
	}
	if got := diff.Sides(nil, 8); got != nil {
		t.Errorf("Sides of nothing: got %+v, want none", got)
	}
}
