package diff_test

import (
	"slices"
	"strings"
	"testing"

	"workbook/exercises/internal/diff"
)

func TestApply(t *testing.T) {
	lines := func(text string) []string { return slices.Collect(strings.Lines(text)) }
	reference := lines("a\n\nb\nc\nb\nd\n")
	for _, tt := range []struct{ name, edits, want string }{
		{"one line", "@@\n-a\n+x\n", "x\n\nb\nc\nb\nd\n"},
		{"the second of two", "@@\n c\n-b\n+x\n", "a\n\nb\nc\nx\nd\n"},
		{"an empty line in both", "@@\n a\n\n-b\n", "a\n\nc\nb\nd\n"},
		{"an insertion", "@@\n a\n+x\n+y\n", "a\nx\ny\n\nb\nc\nb\nd\n"},
		{"two edits", "the text above the first\n@@\n-a\n@@ with a remark\n-d\n", "\nb\nc\nb\n"},
		{"side by side", "@@\n-c\n+x\n@@\n b\n-d\n", "a\n\nb\nx\nb\n"},
	} {
		got, err := diff.Apply(reference, diff.ReadEdits(lines(tt.edits)))
		if err != nil || strings.Join(got, "") != tt.want {
			t.Errorf("Apply, %s: %q\n got: %q, error %v\nwant: %q", tt.name, tt.edits, strings.Join(got, ""), err, tt.want)
		}
	}
}
