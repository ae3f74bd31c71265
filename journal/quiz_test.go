package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// New cards come with the day that is begun, at most ten a day, and known ones whenever they are due.
func TestNewCardsComeWithTheirDay(t *testing.T) {
	dir := newJournal(t)
	text := ""
	for n := range 15 {
		text += fmt.Sprintf("## Why %d?\n\nBecause.\n\n", n)
	}
	write(t, filepath.Join(dir, "cards", "day142.md"), text)
	out, err := play(t, dir, strings.Repeat("\n3\n", 3), monday)
	if err != nil || strings.Contains(out, "[day142") || !strings.Contains(out, "3 answers, 0 cards left") {
		t.Errorf("a sitting with day 141 begun: %v\n%s\nwant its two cards and the one of earlier weeks", err, out)
	}
	out, err = play(t, dir, "", monday)
	if want := "-day 143 asks those of a day before that"; err != nil || !strings.Contains(out, want) {
		t.Errorf("a second sitting: %v\n%s\nwant %q", err, out, want)
	}
	out, err = play(t, dir, strings.Repeat("\n3\n", 20), monday, "-day", "142")
	if err != nil || !strings.Contains(out, "7 answers, 0 cards left") {
		t.Errorf("-day 142 on the day that has met three cards: %v\n%s\nwant seven", err, out)
	}
	out, err = play(t, dir, strings.Repeat("\n3\n", 20), monday.AddDate(0, 0, 1), "-day", "142")
	if err != nil || !strings.Contains(out, "8 answers, 0 cards left") {
		t.Errorf("-day 142 on the next day: %v\n%s\nwant the other eight", err, out)
	}
	out, err = play(t, newJournal(t), "q\n", monday, "-all")
	if err != nil || !strings.Contains(out, "0 answers, 3 cards left") {
		t.Errorf("-all: %v\n%s\nwant all three cards", err, out)
	}
}

func TestSourceIsOpenedByALetter(t *testing.T) {
	var out strings.Builder
	opened := ""
	q := quiz{in: newReader(context.Background(), strings.NewReader("\no\no\n3\n\no\n3\n")), out: &out, rec: newRecord(), today: dateOf(monday), width: 80,
		save: func(*record) error { return nil },
		open: func(c card) error {
			opened += sourceOf(c, "cards") + "\n"
			return io.ErrNoProgress
		}}
	err := q.run([]card{{deck: "day141", question: "Why?", answer: "So.", source: "[a.go](../../day141_slog/a.go#L3), line 3"}, {deck: "day141", question: "What?", answer: "That."}})
	want := strings.Repeat(filepath.Join("..", "day141_slog", "a.go")+"\n", 2)
	if err != nil || opened != want {
		t.Errorf("o twice, and at a card without a source: %v, opened %q, want %q", err, opened, want)
	}
	for _, want := range []string{io.ErrNoProgress.Error(), `"o" is not a grade`, "o open the source"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
	if got, want := sourceOf(card{source: "[slog](https://pkg.go.dev/log/slog#Handler)"}, "cards"), "https://pkg.go.dev/log/slog#Handler"; got != want {
		t.Errorf("sourceOf a page: got %q, want %q", got, want)
	}
	if got := sourceOf(card{source: "the RFC"}, "cards"); got != "" {
		t.Errorf("sourceOf a source without a link: got %q, want none", got)
	}
}

func TestCardsAreWrapped(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"one two three\n", "one two\nthree\n"},
		{"one\n\ntwo\n", "one\n\ntwo\n"},
		{"äöüäöü x y\n", "äöüäöü x\ny\n"},
		{"alongwordofmany x", "alongwordofmany\nx"},
		{"    indented code stays\n", "    indented code stays\n"},
		{"| a table | stays |\n", "| a table | stays |\n"},
		{"```\nfenced code stays\n```\na b c d e f\n", "```\nfenced code stays\n```\na b c d\ne f\n"},
	} {
		if got := wrap(tt.text, 8); got != tt.want {
			t.Errorf("wrap(%q, 8)\n got: %q\nwant: %q", tt.text, got, tt.want)
		}
	}
	if got, want := plain("a\x1b[31mb\tc\n\u009bd"), "a\uFFFD[31mb\tc\n\uFFFDd"; got != want {
		t.Errorf("plain: got %q, want %q", got, want)
	}
}
