package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// quiz asks cards and writes each grade down before the next question.
type quiz struct {
	in    *reader
	out   io.Writer
	rec   *record
	today date
	save  func(*record) error
	width int
	open  func(c card) error // shows where the answer comes from
}

// newADay is how many cards a reader meets for the first time on one day, in all sittings: each of them comes back
// within days, and so what is new today is work for the whole week.
const newADay = 10

// askable leaves out the new cards of days that are not begun, and of the others all but the first that today still
// has room for.
func askable(cards []card, rec *record, today date, begun map[string]bool) []card {
	room := newADay - rec.metOn(today)
	var kept []card
	for _, c := range cards {
		_, known := rec.Cards[c.key()]
		isNew := !known && begun[c.deck] && room > 0
		if isNew {
			room--
		}
		if known || isNew {
			kept = append(kept, c)
		}
	}
	return kept
}

// pick returns the cards to ask today: due ones, the nearest to being forgotten
// first, then new ones in reading order. All adds those not due; n 0 means no limit.
func pick(cards []card, rec *record, today date, all bool, n int) []card {
	var chosen []card
	for _, c := range cards {
		if all || rec.due(c, today) {
			chosen = append(chosen, c)
		}
	}
	chance := func(c card) float64 {
		s, known := rec.Cards[c.key()]
		if !known {
			return 2 // above any chance of recall: new cards come last
		}
		return s.recall(today.since(s.Last))
	}
	slices.SortStableFunc(chosen, func(a, b card) int {
		return cmp.Compare(chance(a), chance(b))
	})
	if n > 0 && len(chosen) > n {
		chosen = chosen[:n]
	}
	return chosen
}

// run asks each card until it is answered. A failed one goes to the end of the
// queue. It stops at q or at the end of the input; what was graded is saved.
func (q *quiz) run(queue []card) error {
	asked, stopped := 0, 0
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		g, ok := q.ask(c, len(queue))
		if !ok {
			stopped = 1 // the card on the screen is still to be asked
			break
		}
		s := q.rec.grade(c, g, q.today)
		if err := q.save(q.rec); err != nil {
			return fmt.Errorf("save the grade of %.64q: %w", c.question, err)
		}
		asked++
		if g == again {
			fmt.Fprintf(q.out, "It comes back in this sitting.\n\n")
			queue = append(queue, c)
			continue
		}
		fmt.Fprintf(q.out, "Next on %s, in %s.\n\n", s.Due, count(s.interval(), "day"))
	}
	fmt.Fprintf(q.out, "%s, %s left. Progress is saved.\n", count(asked, "answer"), count(len(queue)+stopped, "card"))
	return nil
}

// ask shows one card and returns its grade; ok is false when the reader stops.
func (q *quiz) ask(c card, left int) (g grade, ok bool) {
	question := fmt.Sprintf("[%s, %d more] %s\n\n", c.deck, left, c.question)
	fmt.Fprint(q.out, wrap(plain(question), q.width), "Enter shows the answer, q stops: ")
	if line, ok := q.in.line(); !ok || line == "q" {
		fmt.Fprintln(q.out)
		return 0, false
	}
	fmt.Fprint(q.out, wrap(plain("\n"+c.answer+"\n"), q.width))
	choices := "\n1 again  2 hard  3 good  4 easy  q stop: "
	if c.source != "" {
		fmt.Fprint(q.out, wrap(plain("\nSource: "+c.source+"\n"), q.width))
		choices = "\n1 again  2 hard  3 good  4 easy  o open the source  q stop: "
	}
	for {
		fmt.Fprint(q.out, choices)
		line, ok := q.in.line()
		if !ok || line == "q" {
			fmt.Fprintln(q.out)
			return 0, false
		}
		switch {
		case len(line) == 1 && line >= "1" && line <= "4":
			return grade(line[0] - '0'), true
		case line == "o" && c.source != "":
			if err := q.open(c); err != nil {
				fmt.Fprintln(q.out, err)
			}
		default:
			fmt.Fprintf(q.out, "%.64q is not a grade.", line)
		}
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
