package main

import (
	"strings"
	"testing"
)

func TestStats(t *testing.T) {
	dir := newJournal(t)
	if _, err := play(t, dir, "\n3\n\n1\n\n4\n\n3\n", monday); err != nil {
		t.Fatal(err)
	}
	got, err := play(t, dir, "", monday.AddDate(0, 0, 2), "stats")
	if err != nil {
		t.Fatal(err)
	}
	// Day 141: one card passed at first sight, the other failed and then passed.
	want := strings.Join([]string{
		"deck      cards  learned   due   retention",
		"day141        2        2     2   ████████████████████ 100% of 1 review",
		"earlier       1        1     0   no reviews yet",
		"",
	}, "\n")
	if got != want {
		t.Errorf("stats: got\n%s\nwant\n%s", got, want)
	}
}

func TestStatsOfNewCards(t *testing.T) {
	for _, d := range summarise(deck, newRecord(), "2027-01-05") {
		if d.cards == 0 || d.learned != 0 || d.due != 0 {
			t.Errorf("summarise of a record without answers: got %+v, want cards, none learned, none due", d)
		}
	}
}

func TestRetentionBar(t *testing.T) {
	for _, tt := range []struct {
		kept, reviews int
		want          string
	}{
		{0, 0, "no reviews yet"},
		{0, 3, strings.Repeat("░", 20) + "   0% of 3 reviews"},
		{1, 2, strings.Repeat("█", 10) + strings.Repeat("░", 10) + "  50% of 2 reviews"},
	} {
		if got := retentionBar(tt.kept, tt.reviews); got != tt.want {
			t.Errorf("retentionBar(%d, %d): got %q, want %q", tt.kept, tt.reviews, got, tt.want)
		}
	}
}

func TestStatsForgetsDecksThatAreGone(t *testing.T) {
	rec := sampleRecord()
	rec.grade(deck[2], again, "2027-01-05")
	got := summarise(deck[2:], rec, "2027-01-05")
	if len(got) != 1 || got[0].deck != "earlier" || got[0].due != 1 {
		t.Errorf("summarise with two decks gone: got %+v, want earlier alone, its card due", got)
	}
}
