package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var monday = time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)

// newJournal lays out a journal with two decks.
func newJournal(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "journal")
	for day, mine := range map[string]string{"day141_slog": "package one // begun\n", "day142_metrics": "package one\r\n"} {
		write(t, filepath.Join(root, "exercises", day, "01_one", "one.go"), mine)
		write(t, filepath.Join(root, "exercises", day, "01_one", "testdata", "stub", "one.go"), "package one\n")
	}
	write(t, filepath.Join(dir, "cards", "day141.md"), "# Day 141\n\n## Why clone?\n\nOthers hold it.\n\nsource: [spec](https://go.dev/ref/spec)\n\n## Why clip?\n\nappend writes into spare room.\n")
	write(t, filepath.Join(dir, "cards", "earlier.md"), "# Earlier\n\n## What does a closed channel give?\n\nThe zero value, at once.\n")
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func play(t *testing.T, dir, input string, now time.Time, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), append([]string{"-dir", dir}, args...), strings.NewReader(input), &out, io.Discard, now)
	return out.String(), err
}

func TestQuizFromAPipe(t *testing.T) {
	dir := newJournal(t)
	out, err := play(t, dir, "\n3\n\n1\n\n4\n\n2\n", monday) // the second card fails, then passes last
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"[day141, 2 more] Why clone?", "Others hold it.", "Source: [spec](https://go.dev/ref/spec)",
		"Next on 2027-01-06, in 2 days.", "It comes back in this sitting.", "4 answers, 0 cards left.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("quiz: no %q in:\n%s", want, out)
		}
	}
	out, err = play(t, dir, "", monday)
	if want := "Nothing is due today."; err != nil || !strings.Contains(out, want) {
		t.Errorf("a second quiz that day: got %q, %v; want %q", out, err, want)
	}
	out, err = play(t, dir, "\n3\n", monday.AddDate(0, 0, 2))
	if want := "Why clone?"; err != nil || !strings.Contains(out, want) {
		t.Errorf("two days on: got %q, %v; want %q asked", out, err, want)
	}
}

func TestStoppingLosesNothing(t *testing.T) {
	for name, input := range map[string]string{
		"q at the question":           "\n3\nq\n",
		"q at the grade":              "\n3\n\nq\n",
		"the input ends":              "\n3\n",
		"the input ends in an answer": "\n3\n\n",
		"no newline":                  "\n3\nq",
	} {
		t.Run(name, func(t *testing.T) {
			dir := newJournal(t)
			out, err := play(t, dir, input, monday)
			if err != nil || !strings.Contains(out, "1 answer, 2 cards left. Progress is saved.") {
				t.Errorf("got %q, %v; want 1 answer and 2 cards left", out, err)
			}
			rec, err := loadRecord(filepath.Join(dir, "progress.json"))
			if err != nil || len(rec.Answers) != 1 {
				t.Errorf("the record holds %+v, %v; want one answer", rec, err)
			}
			if _, err := os.Stat(filepath.Join(dir, "progress.json.lock")); err == nil {
				t.Error("the lock was left behind")
			}
		})
	}
}

func TestInterruptStopsAWaitingQuiz(t *testing.T) {
	dir := newJournal(t)
	ctx, cancel := context.WithCancel(context.Background())
	in, keyboard := io.Pipe() // nobody types
	defer keyboard.Close()
	done := make(chan error, 1)
	go func() { done <- run(ctx, []string{"-dir", dir}, in, io.Discard, io.Discard, monday) }()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("run after an interrupt: got %v, want nil", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("run still waits for a key 10 s after the interrupt")
	}
}

func TestWhatIsNotAGradeIsAskedAgain(t *testing.T) {
	dir := newJournal(t)
	out, err := play(t, dir, "\n5\nthree\n33\n\n3\nq\n", monday)
	if err != nil || strings.Count(out, "is not a grade") != 4 || !strings.Contains(out, "1 answer,") {
		t.Errorf("four bad grades, then a good one: got %v\n%s", err, out)
	}
}

// A line that somebody pasted is no end of the input; nor does the last line
// need a line break.
func TestOddLinesAreNoEnd(t *testing.T) {
	dir := newJournal(t)
	out, err := play(t, dir, "\n"+strings.Repeat("x", 1<<17)+"\r\n3\r\n\x00\n4", monday)
	if want := "2 answers, 1 card left."; err != nil || !strings.Contains(out, want) {
		t.Errorf("a line of 128 KiB, CRLF, a NUL, and no last line break: got %v\n%s\nwant: %q", err, out, want)
	}
}

func TestASecondQuizIsToldOfTheFirst(t *testing.T) {
	dir := newJournal(t)
	release, err := takeLock(filepath.Join(dir, "progress.json.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if _, err := play(t, dir, "\n3\n", monday); err == nil || !strings.Contains(err.Error(), "another quiz") {
		t.Errorf("a quiz beside a running one: got %v, want to hear of another quiz", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "progress.json")); err == nil {
		t.Error("the second quiz wrote a record")
	}
}

func TestADamagedRecordStopsTheQuiz(t *testing.T) {
	dir := newJournal(t)
	path := filepath.Join(dir, "progress.json")
	const damaged = "{\n \"version\": 1,\n oops"
	write(t, path, damaged)
	for _, args := range [][]string{nil, {"stats"}, {"review"}} {
		if _, err := play(t, dir, "\n3\n", monday, args...); err == nil || !strings.Contains(err.Error(), "progress.json:3: ") {
			t.Errorf("run %v: got %v, want an error at progress.json:3", args, err)
		}
	}
	if kept, _ := os.ReadFile(path); string(kept) != damaged {
		t.Errorf("the damaged record became %q", kept)
	}
}

func TestAJournalThatCannotBeWritten(t *testing.T) {
	dir := newJournal(t)
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere; the two tests below need no permissions")
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	if _, err := play(t, dir, "\n3\n", monday); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("quiz in a read-only folder: got %v, want permission denied", err)
	}
	if _, err := play(t, dir, "", monday, "stats"); err != nil {
		t.Errorf("stats in a read-only folder: %v", err)
	}
}

func TestALockThatCannotBeTaken(t *testing.T) {
	dir := newJournal(t)
	write(t, filepath.Join(dir, "progress.json.lock", "in the way"), "")
	want := "no quiz without a place to keep its record: another quiz is using this record; if none is running, remove " + filepath.Join(dir, "progress.json.lock")
	if out, err := play(t, dir, "\n3\n", monday); err == nil || err.Error() != want || out != "" {
		t.Errorf("quiz with a folder where the lock goes: got %q, %v; want no question and the error %s", out, err, want)
	}
	if _, err := play(t, dir, "", monday, "stats"); err != nil {
		t.Errorf("stats with a folder where the lock goes: %v", err)
	}
}

// A grade that is not saved is an error at once, not after twenty more cards.
func TestAJournalThatGoesAwayDuringTheQuiz(t *testing.T) {
	dir := newJournal(t)
	in := io.MultiReader(remover(dir), strings.NewReader("\n3\n\n3\n"))
	var out strings.Builder
	err := run(context.Background(), []string{"-dir", dir}, in, &out, io.Discard, monday)
	if want := `save the grade of "Why clone?"`; err == nil || !strings.Contains(err.Error(), want) || strings.Contains(out.String(), "Progress is saved") {
		t.Errorf("quiz whose folder is removed before the first answer: got %q, %v; want an error with %s", out.String(), err, want)
	}
}

func TestOneDeck(t *testing.T) {
	dir := newJournal(t)
	for day, want := range map[string]string{"141": "[day141, 1 more]", "day141": "[day141, 1 more]", "earlier": "[earlier, 0 more]"} {
		if out, err := play(t, dir, "q\n", monday, "-day", day); err != nil || !strings.Contains(out, want) {
			t.Errorf("-day %s: got %q, %v; want %q", day, out, err, want)
		}
	}
	if _, err := play(t, dir, "", monday, "-day", "149"); err == nil || !strings.Contains(err.Error(), "day141, earlier") {
		t.Errorf("-day 149: got %v, want the decks named", err)
	}
}

// The caller prints the error, so run itself prints nothing: once is enough.
func TestBadCommandLines(t *testing.T) {
	dir := newJournal(t)
	for _, args := range [][]string{{"quiz"}, {"stats", "-n", "3"}, {"-n", "-1"}, {"-n", "many"}, {"-frobnicate"}} {
		var errOut strings.Builder
		err := run(context.Background(), append([]string{"-dir", dir}, args...), strings.NewReader(""), io.Discard, &errOut, monday)
		if want := args[len(args)-1]; err == nil || !strings.Contains(err.Error(), strings.Trim(want, "-")) || errOut.Len() > 0 {
			t.Errorf("run %q: got error %v and %q printed, want an error that names %s and nothing printed", args, err, errOut.String(), want)
		}
	}
}

func TestHelpShowsCommandsAndFlags(t *testing.T) {
	var errOut strings.Builder
	err := run(context.Background(), []string{"-h"}, strings.NewReader(""), io.Discard, &errOut, monday)
	for _, want := range []string{"usage: go run ./journal", "stats | review", "-day", "-n int", "-all", "-dir"} {
		if err != nil || !strings.Contains(errOut.String(), want) {
			t.Errorf("run -h: got %v and %q, want %q in it", err, errOut.String(), want)
		}
	}
}

// remover is an input that is empty, and removes its folder when it is read.
type remover string

func (dir remover) Read([]byte) (int, error) {
	if err := os.RemoveAll(string(dir)); err != nil {
		return 0, err
	}
	return 0, io.EOF
}
