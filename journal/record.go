package main

import (
	"maps"
	"slices"
)

// record is the reader's progress, kept in journal/progress.json.
type record struct {
	Version   int              `json:"version"`
	Algorithm string           `json:"algorithm"`
	Cards     map[string]state `json:"cards"`
	Answers   []answer         `json:"answers"` // oldest first
}

// state is the schedule of one card.
type state struct {
	memory
	Last date `json:"last"` // day of the last answer
	Due  date `json:"due"`  // Last itself after a failed answer
}

// answer is one line of the log behind stats and review.
type answer struct {
	Day   date   `json:"day"`
	Card  string `json:"card"`
	Grade grade  `json:"grade"`
}

func newRecord() *record {
	return &record{Version: 1, Algorithm: "FSRS-6", Cards: make(map[string]state)}
}

// due reports whether the card is to be asked today. A card never asked is.
func (r *record) due(c card, today date) bool {
	s, known := r.Cards[c.key()]
	return !known || s.Due <= today
}

// metOn counts the cards whose first answer was given on a day.
func (r *record) metOn(day date) int {
	met, seen := 0, make(map[string]bool)
	for _, a := range r.Answers {
		if !seen[a.Card] && a.Day == day {
			met++
		}
		seen[a.Card] = true
	}
	return met
}

// grade notes an answer and schedules the card: today again after a failure, so
// that it comes back until it is answered.
func (r *record) grade(c card, g grade, today date) state {
	key := c.key()
	s, known := r.Cards[key]
	if known {
		s.memory = s.next(g, today.since(s.Last))
	} else {
		s.memory = firstMemory(g)
	}
	s.Last, s.Due = today, today
	if g != again {
		s.Due = today.plus(s.interval())
	}
	r.Cards[key] = s
	r.Answers = append(r.Answers, answer{Day: today, Card: key, Grade: g})
	return s
}

// damaged looks for values that parse and yet can't be a schedule. It returns the
// key of the first such card, by key and then by answer. A key may be empty, so
// found says whether there is one.
func (r *record) damaged() (key string, found bool) {
	for _, key := range slices.Sorted(maps.Keys(r.Cards)) {
		s := r.Cards[key]
		// Written so that NaN, which fails every comparison, is damage too.
		sane := s.Stability >= minStability && s.Difficulty >= 1 && s.Difficulty <= 10
		if !sane || !s.Last.valid() || !s.Due.valid() {
			return key, true
		}
	}
	for _, a := range r.Answers {
		if a.Grade < again || a.Grade > easy || !a.Day.valid() {
			return a.Card, true
		}
	}
	return "", false
}
