package main

import (
	"encoding/json"
	"os"
	"time"
)

// printJournal says in one line what waits in the journal, for a reader who keeps one.
func (a *app) printJournal() {
	var record struct {
		Cards   map[string]struct{ Due string }
		Answers []struct{ Day string }
	}
	text, err := os.ReadFile(a.path("journal/progress.json"))
	if err != nil || json.Unmarshal(text, &record) != nil {
		return
	}
	today, due, days := time.Now(), 0, map[string]bool{}
	for _, card := range record.Cards {
		if card.Due <= today.Format(time.DateOnly) {
			due++
		}
	}
	for _, answer := range record.Answers {
		days[answer.Day] = true
	}
	streak := 0
	if !days[today.Format(time.DateOnly)] {
		today = today.AddDate(0, 0, -1) // today may still come
	}
	for days[today.Format(time.DateOnly)] {
		today = today.AddDate(0, 0, -1)
		streak++
	}
	a.printf("journal: %d cards due, %d days in a row: go run ./journal\n", due, streak)
}
