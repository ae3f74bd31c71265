package main

import (
	"fmt"
	"io"
	"strings"
)

// deckStats is one line of stats.
type deckStats struct {
	deck                string
	cards, learned, due int
	reviews, kept       int // answers after a card's first, and those not failed
}

// summarise counts the decks that exist, in the order of the cards.
func summarise(cards []card, rec *record, today date) []deckStats {
	var all []deckStats
	place := make(map[string]int)
	for _, c := range cards {
		at, known := place[c.deck]
		if !known {
			at = len(all)
			place[c.deck] = at
			all = append(all, deckStats{deck: c.deck})
		}
		d := &all[at]
		d.cards++
		if _, asked := rec.Cards[c.key()]; !asked {
			continue // a new card is not due: it waits for its day to be begun
		}
		d.learned++
		if rec.due(c, today) {
			d.due++
		}
	}
	seen := make(map[string]bool)
	for _, a := range rec.Answers {
		deck, _, _ := strings.Cut(a.Card, ": ")
		at, known := place[deck]
		if known && seen[a.Card] { // a first answer says nothing of memory
			all[at].reviews++
			if a.Grade != again {
				all[at].kept++
			}
		}
		seen[a.Card] = true
	}
	return all
}

// barWidth is the width of a full bar, in characters.
const barWidth = 20

// writeStats prints a line a deck, with retention as a bar. The schedule aims
// at 90%: a bar far below it says the cards are graded too kindly.
func writeStats(w io.Writer, decks []deckStats) {
	fmt.Fprintf(w, "%-8s %6s %8s %5s   %s\n", "deck", "cards", "learned", "due", "retention")
	for _, d := range decks {
		fmt.Fprintf(w, "%-8s %6d %8d %5d   %s\n", d.deck, d.cards, d.learned, d.due, retentionBar(d.kept, d.reviews))
	}
}

func retentionBar(kept, reviews int) string {
	if reviews == 0 {
		return "no reviews yet"
	}
	full := kept * barWidth / reviews
	return fmt.Sprintf("%s%s %3d%% of %s",
		strings.Repeat("█", full), strings.Repeat("░", barWidth-full),
		kept*100/reviews, count(reviews, "review"))
}
