package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

var deck = []card{
	{deck: "day141", question: "Why clone a Record?", answer: "a"},
	{deck: "day142", question: "Why is le cumulative?", answer: "b"},
	{deck: "earlier", question: "What does a closed channel give?", answer: "c"},
}

// Thirty days of quizzes: what is due is asked on that day, and nothing is asked
// twice in a day unless it was failed.
func TestThirtyDaysAskEachCardWhenItIsDue(t *testing.T) {
	var cards []card
	for i := range 60 {
		cards = append(cards, card{deck: "day141", question: fmt.Sprintf("question %d", i), answer: "a"})
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rec := newRecord()
	today := date("2027-01-20") // crosses the end of a month
	for range 30 {
		due := make(map[string]bool)
		for _, c := range cards {
			s, known := rec.Cards[c.key()]
			due[c.key()] = !known || s.Due <= today
		}
		passed := make(map[string]int)
		for queue := pick(cards, rec, today, false, 0); len(queue) > 0; queue = pick(cards, rec, today, false, 0) {
			c := queue[0]
			if !due[c.key()] {
				t.Fatalf("%s: %q was asked and is not due", today, c.key())
			}
			g := grade(1 + rng.IntN(4))
			before, known := rec.Cards[c.key()]
			s := rec.grade(c, g, today)
			want := firstMemory(g)
			if known {
				want = before.next(g, today.since(before.Last))
			}
			if s.memory != want {
				t.Fatalf("%s: %q got memory %v, want %v", today, c.key(), s.memory, want)
			}
			wantDue := today
			if g != again {
				passed[c.key()]++
				wantDue = today.plus(want.interval())
			}
			if s.Due != wantDue {
				t.Fatalf("%s: %q after grade %d is due on %s, want %s", today, c.key(), g, s.Due, wantDue)
			}
		}
		for key, wanted := range due {
			if got := passed[key]; wanted != (got == 1) {
				t.Fatalf("%s: %q was passed %d times, due %v; want once if due, else never", today, key, got, wanted)
			}
		}
		today = today.plus(1)
	}
}

func TestAClockThatMovedBackLosesNothing(t *testing.T) {
	rec := newRecord()
	first := rec.grade(deck[0], good, "2027-03-10")
	s := rec.grade(deck[0], good, "2027-03-01")
	if s.Stability < first.Stability || s.Due <= "2027-03-01" {
		t.Errorf("a good answer nine days before the last: got %+v, want no less stability than %v and a later due date", s, first.Stability)
	}
}

func TestDatesIgnoreSummerTime(t *testing.T) {
	if got, want := date("2027-03-29").since("2027-03-27"), 2.0; got != want {
		t.Errorf("since over the night with 23 hours: got %v, want %v", got, want)
	}
	if got, want := date("2028-02-28").plus(2), date("2028-03-01"); got != want {
		t.Errorf("plus over a leap day: got %s, want %s", got, want)
	}
}

func TestCardsComeAndGo(t *testing.T) {
	rec := newRecord()
	rec.grade(deck[0], easy, "2027-01-01")
	edited := deck[0]
	edited.answer = "a better answer"
	if rec.due(edited, "2027-01-02") {
		t.Error("an edited answer lost its schedule")
	}
	reworded := deck[0]
	reworded.question = "Why must a Record be cloned?"
	if !rec.due(reworded, "2027-01-02") {
		t.Error("an edited question kept a schedule that was another question's")
	}
	others := deck[1:]
	if got := len(pick(others, rec, "2027-01-02", false, 0)); got != len(others) {
		t.Errorf("with a card removed: got %d cards to ask, want %d", got, len(others))
	}
	if _, kept := rec.Cards[deck[0].key()]; !kept {
		t.Error("the schedule of a removed card was thrown away")
	}
}

func TestPickAsksTheNearestToForgottenFirst(t *testing.T) {
	rec := newRecord()
	rec.Cards[deck[2].key()] = state{memory: memory{Stability: 1, Difficulty: 5}, Last: "2027-01-01", Due: "2027-01-02"}
	rec.Cards[deck[1].key()] = state{memory: memory{Stability: 9, Difficulty: 5}, Last: "2027-01-01", Due: "2027-01-02"}
	got := pick(deck, rec, "2027-01-12", false, 0)
	want := []string{"earlier", "day142", "day141"} // least recall, more recall, new
	for i, c := range got {
		if c.deck != want[i] {
			t.Errorf("pick: place %d is %s, want %s", i, c.deck, want[i])
		}
	}
	if got := len(pick(deck, rec, "2027-01-12", false, 2)); got != 2 {
		t.Errorf("pick with a limit of 2: got %d cards", got)
	}
	rec.grade(deck[0], easy, "2027-01-12")
	if got := len(pick(deck, rec, "2027-01-12", true, 0)); got != 3 {
		t.Errorf("pick with all: got %d cards, want 3", got)
	}
}
