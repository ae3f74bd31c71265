package diff_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"workbook/exercises/internal/diff"
)

// patch applies a unified diff without the names of its files to old, strictly: every line it names must be where it says.
func patch(t *testing.T, old []string, text string) []string {
	t.Helper()
	var out []string
	at := 0
	lines := slices.Collect(strings.Lines(text))
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if i+1 < len(lines) && strings.HasPrefix(lines[i+1], `\`) {
			line = strings.TrimSuffix(line, "\n")
		}
		switch line[0] {
		case '@':
			from, _, _ := strings.Cut(strings.Fields(line)[1], ",")
			start, err := strconv.Atoi(from[1:])
			if err != nil {
				t.Fatalf("hunk header %q: %v", line, err)
			}
			if !strings.Contains(strings.Fields(line)[1], ",0") {
				start--
			}
			out = append(out, old[at:start]...)
			at = start
		case '\\':
		case '+':
			out = append(out, line[1:])
		default:
			if at >= len(old) || old[at] != line[1:] {
				t.Fatalf("line %d of the diff is %q, which is not line %d of the old text", i+1, line, at+1)
			}
			if line[0] == ' ' {
				out = append(out, line[1:])
			}
			at++
		}
	}
	return append(out, old[at:]...)
}

// randomTexts makes two related texts from few different lines, so that they match in many ways.
func randomTexts(r *rand.Rand) (old, new []string) {
	for range r.IntN(30) {
		line := string(rune('a'+r.IntN(6))) + "\n"
		if r.IntN(4) > 0 {
			old = append(old, line)
		}
		if r.IntN(4) > 0 {
			new = append(new, line)
		}
	}
	for _, text := range [][]string{old, new} {
		if n := len(text); n > 0 && r.IntN(4) == 0 {
			text[n-1] = strings.TrimSuffix(text[n-1], "\n")
		}
	}
	return old, new
}

func TestUnifiedDiffRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		old, want := randomTexts(r)
		text := diff.Text(diff.Lines(old, want))
		if text == "" {
			if !slices.Equal(old, want) {
				t.Fatalf("Lines(%q, %q): no difference", old, want)
			}
			continue
		}
		if got := patch(t, old, text); !slices.Equal(got, want) {
			t.Fatalf("diff of %q and %q does not lead from one to the other\n got: %q\ndiff:\n%s", old, want, got, text)
		}
	}
}

// The other half of the round trip: what the system's diff writes for the same texts.
func TestUnifiedDiffAgainstDiff(t *testing.T) {
	tool, err := exec.LookPath("diff")
	if err != nil {
		t.Skip("there is no diff program here")
	}
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	r := rand.New(rand.NewPCG(3, 4))
	for range 150 {
		old, new := randomTexts(r)
		for file, lines := range map[string][]string{one: old, two: new} {
			if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out, _ := exec.Command(tool, "-u", "-d", "--label", "old", "--label", "new", one, two).Output()
		theirs := strings.TrimPrefix(string(out), "--- old\n+++ new\n")
		ours := diff.Text(diff.Lines(old, new))
		if got := patch(t, old, theirs); len(theirs) > 0 && !slices.Equal(got, new) {
			t.Fatalf("the test's own patch does not read diff -u:\n%s", theirs)
		}
		if got, want := changedLines(ours), changedLines(theirs); got > want {
			t.Fatalf("%q and %q: %d changed lines, diff -d needs %d\nours:\n%s\ntheirs:\n%s", old, new, got, want, ours, theirs)
		}
	}
}

func changedLines(text string) int {
	n := 0
	for _, line := range strings.Split(text, "\n") {
		if line != "" && strings.ContainsAny(line[:1], "+-") {
			n++
		}
	}
	return n
}

// A text with one change at each place where headers are easy to get wrong, byte for byte as
// GNU diff 3.8 prints it.
func TestUnifiedDiffHeaders(t *testing.T) {
	for name, tt := range map[string]struct{ old, new, want string }{
		"from nothing": {"", "a\n", "@@ -0,0 +1 @@\n+a\n"},
		"to nothing":   {"a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n"},
		"one line":     {"a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"},
		"no newline":   {"a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		"added at end": {"1\n2\n3\n4\n", "1\n2\n3\n4\n5\n", "@@ -2,3 +2,4 @@\n 2\n 3\n 4\n+5\n"},
		"gap of six": {"x\n1\n2\n3\n4\n5\n6\nx\n", "y\n1\n2\n3\n4\n5\n6\ny\n",
			"@@ -1,8 +1,8 @@\n-x\n+y\n 1\n 2\n 3\n 4\n 5\n 6\n-x\n+y\n"},
		"gap of seven": {"x\n1\n2\n3\n4\n5\n6\n7\nx\n", "y\n1\n2\n3\n4\n5\n6\n7\ny\n",
			"@@ -1,4 +1,4 @@\n-x\n+y\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-x\n+y\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := diff.Text(diff.Lines(slices.Collect(strings.Lines(tt.old)), slices.Collect(strings.Lines(tt.new))))
			if got != tt.want {
				t.Errorf("Text of %q and %q\n got:\n%s\nwant:\n%s", tt.old, tt.new, got, tt.want)
			}
		})
	}
}

// Two texts of 4,000 lines that share none take megabytes, not hundreds of them.
func TestDiffOfTwoOtherTexts(t *testing.T) {
	var old, new []string
	for i := range 4000 {
		old, new = append(old, strings.Repeat("o", i)+"\n"), append(new, strings.Repeat("n", i+1)+"\n")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	edits := diff.Lines(old, new)
	runtime.ReadMemStats(&after)
	if len(edits) != 8000 {
		t.Errorf("diffLines: %d edits, want 8000", len(edits))
	}
	if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 32 {
		t.Errorf("diffLines allocated %d MB, want at most 32", mb)
	}
}
