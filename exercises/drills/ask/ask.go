// Package ask puts the questions of a drill to its findings. A wrong answer is not called wrong: it gets the evidence that speaks
// against it, and never the answer.
//
//	panel := ask.New(t, "exercises/drills/01_slow_checkout/README.md The questions")
//	panel.Ask("since", "Since when ...?", answer, ask.Clock(answer, "03:05", "before that ...", "03:08", "by then ..."))
//
// The audit's rule holds for these failures too: they have got, want, rule, read and edit, and package check prints them.
package ask

import (
	"fmt"
	"testing"
	"time"

	"workbook/exercises/check"
)

// Stands is what is wanted of every answer.
const Stands = "an answer that nothing in the recording speaks against"

// Panel asks the questions of one Test function.
type Panel struct{ judge *check.Judge }

// New returns a panel. read is where the questions are, as for check.New.
func New(t *testing.T, read string) Panel {
	t.Helper()
	return Panel{check.New(t, read)}
}

// Ask puts one question. given is the answer as the reader wrote it, in words; against is the first evidence that speaks
// against it, or "" when there is none.
func (p Panel) Ask(name, question string, given any, against string) {
	p.judge.Run(name, check.Case{
		Call: "Answers()." + fmt.Sprint(given),
		Got: func() string {
			if against == "" {
				return Stands
			}
			return against
		},
		Want: Stands, Rule: question,
	})
}

// Unanswered is the evidence against a field that was left empty.
const Unanswered = "nothing yet: it is not answered"

// First returns the first evidence, in the order of importance.
func First(evidence ...string) string {
	for _, e := range evidence {
		if e != "" {
			return e
		}
	}
	return ""
}

// If returns the evidence when it holds.
func If(holds bool, evidence string) string {
	if holds {
		return evidence
	}
	return ""
}

// Clock takes a time of the day from earliest to latest, all of them like "03:07".
func Clock(given, earliest, tooEarly, latest, tooLate string) string {
	if given == "" {
		return Unanswered
	}
	at, err := time.Parse("15:04", given)
	first, _ := time.Parse("15:04", earliest) // the tests write both well
	last, _ := time.Parse("15:04", latest)
	switch {
	case err != nil:
		return fmt.Sprintf("%.64q is no time of the day like 23:59", given)
	case at.Before(first):
		return tooEarly
	case at.After(last):
		return tooLate
	}
	return ""
}

// Number takes a number from low to high.
func Number[N int | float64](given, low N, tooLow string, high N, tooHigh string) string {
	switch {
	case given == 0:
		return Unanswered
	case given < low:
		return tooLow
	case given > high:
		return tooHigh
	}
	return ""
}

// Choice takes the one choice that has no evidence against it.
func Choice[C ~string](given, stands C, against map[C]string) string {
	evidence, listed := against[given]
	switch {
	case given == "":
		return Unanswered
	case given == stands:
		return ""
	case !listed:
		return fmt.Sprintf("%.64q is none of the choices", given)
	}
	return evidence
}
