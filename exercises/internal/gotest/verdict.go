package gotest

import (
	"slices"
	"strings"

	"workbook/exercises/internal/guard"
)

// A Kind is a way a run can end. What to do next differs for each.
type Kind int

const (
	Unknown   Kind = iota // not judged
	Untouched             // the file is the stub
	Solved
	Failing
	Racy // green without the race detector
	Unbuilt
	Panicked
	TimedOut
	Runaway
	Malformed // the folder lacks something; the audit says what
)

func (k Kind) String() string {
	return [...]string{"unknown", "not started", "solved", "failing", "has a data race", "does not build", "panics", "times out",
		"runs away", "malformed"}[k]
}

// A Verdict is a run boiled down to what the reader is shown.
type Verdict struct {
	Kind           Kind
	Passed, Failed []string // tests and cases
	Case           string   // the first to fail: tests run from the easiest rule to the hardest
	Text           []string // what it said, or the useful lines of the compiler or the panic
}

// What to look for in code that does not come to an end.
const endless = "look for a loop whose condition stays true, a slice that grows in it, a lock taken twice, an empty channel"

// Judge decides what a run means. What ended the process comes before the failures: it kept the tests
// after it from running, so their silence means nothing.
func (r *Run) Judge() Verdict {
	if r == nil {
		return Verdict{Kind: Unbuilt, Text: []string{"go said nothing about it"}}
	}
	// What ran when the process ended has failed, though nobody said so: os.Exit and the runtime's fatal errors
	// (a map used by two goroutines) end it at once.
	v := Verdict{Kind: Failing, Passed: r.passed, Failed: slices.Concat(r.failed, r.running)}
	switch {
	case r.ok:
		v.Kind = Solved
		return v
	case r.stopped(&v) || r.crash(&v) || r.race(&v):
		return v
	case !r.ran:
		v.Kind, v.Text = Unbuilt, without(append(r.build, r.output[""]...), "# ", "FAIL")
		return v
	case len(r.failed) == 0:
		v.Text = []string{"the process ended before its tests did, say by os.Exit"}
		return v
	}
	v.Case = r.failed[0]
	v.Text = without(r.output[v.Case], "=== RUN", "=== NAME", "=== PAUSE", "=== CONT", "--- FAIL: ")
	return v
}

// stopped looks for the word of the guard. The test that ran when it came is the one that began last.
func (r *Run) stopped(v *Verdict) bool {
	for _, lines := range r.output {
		for _, line := range lines {
			why, found := strings.CutPrefix(line, guard.Mark)
			if !found {
				continue
			}
			v.Kind, v.Text = Runaway, []string{guard.Mark + why, endless}
			if len(r.running) > 0 {
				v.Case = r.running[len(r.running)-1]
			}
			return true
		}
	}
	return false
}

// crash looks for the message of a panic or timeout, and keeps it and the first line of the stack below
// it that lies in an exercise, which is where it happened.
func (r *Run) crash(v *Verdict) bool {
	for test, lines := range r.output {
		for _, line := range lines {
			switch {
			case v.Text == nil && (strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")):
				v.Kind, v.Case, v.Text = Panicked, test, []string{line}
				if strings.HasPrefix(line, "panic: test timed out") {
					v.Kind, v.Text = TimedOut, append(v.Text, endless)
				}
			case v.Case == test && v.Text != nil && place(line) != "":
				v.Text = append(v.Text, "    at "+place(line))
				return true
			}
		}
	}
	return v.Text != nil
}

// race looks for the report of the race detector, and keeps who did what where.
func (r *Run) race(v *Verdict) bool {
	for test, lines := range r.output {
		start := slices.Index(lines, "WARNING: DATA RACE")
		if start < 0 || v.Case != "" && !slices.Contains(r.failed, test) {
			continue
		}
		v.Kind, v.Case, v.Text = Racy, test, []string{"WARNING: DATA RACE"}
		for _, line := range lines[start+1 : min(start+40, len(lines))] {
			if strings.HasSuffix(line, ":") && strings.Contains(line, " by ") {
				v.Text = append(v.Text, line)
			} else if at := place("\t" + strings.TrimSpace(line)); at != "" {
				v.Text = append(v.Text, "    at "+at)
			}
		}
	}
	return v.Kind == Racy
}

// place is what a line of a stack says about where it is, if that lies in an exercise.
func place(line string) string {
	i := strings.LastIndex(line, "/exercises/")
	if i < 0 || !strings.HasPrefix(line, "\t") || !strings.Contains(line, ".go:") {
		return ""
	}
	at, _, _ := strings.Cut(line[i+1:], " +0x")
	return at
}

// without drops the empty lines and those that start so, apart from indentation: what the go command
// adds to a test's or a compiler's own.
func without(lines []string, starts ...string) (own []string) {
	for _, line := range lines {
		line = strings.TrimRight(line, "\r\n")
		trimmed := strings.TrimLeft(line, " ")
		if trimmed != "" && !slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(trimmed, s) }) {
			own = append(own, line)
		}
	}
	return own
}
