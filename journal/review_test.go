package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// newWorkbook lays out a module with one exercise solved and one not.
func newWorkbook(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module workbook\n\ngo 1.26\n")
	for name, passes := range map[string]string{"01_done": "true", "02_open": "false"} {
		dir := filepath.Join(root, "exercises", "day141_slog", name)
		write(t, filepath.Join(dir, "a.go"), "package a\n\nconst ok = "+passes+"\n")
		write(t, filepath.Join(dir, "a_test.go"), "package a\n\nimport \"testing\"\n\nfunc TestOK(t *testing.T) {\n\tif !ok {\n\t\tt.Error(\"not yet\")\n\t}\n}\n")
		write(t, filepath.Join(dir, "testdata", "solution", "a.go"), "package a\n\nconst ok = true\n")
	}
	write(t, filepath.Join(root, "journal", "cards", "day141.md"), "## Why?\n\nBecause.\n")
	return root
}

func git(t *testing.T, root string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", root, "-c", "user.name=Reader", "-c", "user.email=reader@example.com"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func TestReviewOfAnArchive(t *testing.T) {
	root := newWorkbook(t)
	got, err := play(t, filepath.Join(root, "journal"), "", time.Now(), "review")
	if err != nil {
		t.Fatal(err)
	}
	want := "| hours | days hit | exercises | commits | average confidence |\n" +
		"|---|---|---|---|---|\n" +
		"| ____ | 1 of 7 | 1 of 2 | no repository | no quiz yet |\n"
	if got != want {
		t.Errorf("review without a repository or a quiz: got\n%swant\n%s", got, want)
	}
}

func TestReviewOfAClone(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	root := newWorkbook(t)
	git(t, root, "init", "-q")
	git(t, root, "add", ".")
	git(t, root, "commit", "-q", "-m", "Start")
	git(t, root, "commit", "-q", "-m", "Solve", "--allow-empty")
	git(t, root, "commit", "-q", "-m", "Publish", "--allow-empty", "--author", "Others <others.reader@example.com>")
	git(t, root, "config", "user.email", "reader@example.com")
	now := time.Now()
	rec := newRecord()
	for back, g := range map[int]grade{0: good, 1: again, 6: easy, 7: easy} { // the last is a week too old
		rec.grade(deck[0], g, dateOf(now.AddDate(0, 0, -back)))
	}
	if err := saveRecord(filepath.Join(root, "journal", "progress.json"), rec); err != nil {
		t.Fatal(err)
	}
	got, err := play(t, filepath.Join(root, "journal"), "", now, "review")
	if err != nil {
		t.Fatal(err)
	}
	if want := "| ____ | 3 of 7 | 1 of 2 | 2 by reader@example.com | 2.7 of 4 (3 answers) |\n"; !strings.HasSuffix(got, want) {
		t.Errorf("review: got\n%swant it to end in\n%s", got, want)
	}
}

func TestReviewCountsOnlyTheWeek(t *testing.T) {
	root := newWorkbook(t)
	old := time.Now().AddDate(0, 0, -30)
	for _, name := range []string{"01_done", "02_open"} {
		if err := os.Chtimes(filepath.Join(root, "exercises", "day141_slog", name, "a.go"), old, old); err != nil {
			t.Fatal(err)
		}
	}
	m, err := collect(context.Background(), root, newRecord(), time.Now())
	if err != nil || m.daysHit != 0 || m.solved != 1 {
		t.Errorf("collect with an exercise solved a month ago: got %+v, %v; want 1 solved and no day hit", m, err)
	}
}

func TestWriteReviewLeavesHoursToTheReader(t *testing.T) {
	for _, tt := range []struct {
		author  string
		commits int
		want    string
	}{{"", -1, "no repository"}, {"a@example.com", -1, "no repository"}, {"", 0, "git knows no user.email"}, {"a@example.com", 0, "0 by a@example.com"}} {
		var out bytes.Buffer
		writeReview(&out, metrics{solved: 3, exercises: 24, author: tt.author, commits: tt.commits,
			daysHit: 2, confidence: 3.25, grades: 1})
		if want := "| ____ | 2 of 7 | 3 of 24 | " + tt.want + " | 3.2 of 4 (1 answer) |\n"; !strings.HasSuffix(out.String(), want) {
			t.Errorf("writeReview: got\n%swant it to end in\n%s", out.String(), want)
		}
	}
}
