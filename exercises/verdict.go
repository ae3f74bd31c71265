package main

import (
	"slices"
	"strings"
)

// The ways a run can end. What to do next differs for each.
const (
	solved    = "solved"
	failing   = "failing"
	unbuilt   = "does not build"
	panicked  = "panics"
	timedOut  = "times out"
	malformed = "malformed" // the folder lacks something; the audit says what
)

// A verdict is a run boiled down to what the reader is shown.
type verdict struct {
	Kind           string
	Passed, Failed []string // tests and cases, in the order they started
	Case           string   // the first failing case
	Text           []string // what it said, or the useful lines of the compiler or the panic
}

// judge decides what a run means. A panic or timeout comes before the failures: it kept the tests
// after it from running, so their silence means nothing.
func (r *testRun) judge() verdict {
	v := verdict{Kind: failing}
	for _, t := range r.order {
		switch r.status[t] {
		case "fail":
			v.Failed = append(v.Failed, t)
		case "pass":
			v.Passed = append(v.Passed, t)
		}
	}
	switch {
	case r.passed:
		v.Kind = solved
	case len(r.order) == 0:
		v.Kind, v.Text = unbuilt, without(r.build, "# ")
	case r.crash("panic: test timed out", &v):
		v.Kind = timedOut
	case r.crash("panic: ", &v), r.crash("fatal error: ", &v):
		v.Kind = panicked
	case len(v.Failed) == 0:
		v.Text = []string{"the process ended before its tests did, say by os.Exit"}
	default:
		// Tests run from the easiest rule to the hardest: the first failed one without a
		// failed sub-test is the one to work on.
		leaf := func(t string) bool {
			return !slices.ContainsFunc(v.Failed, func(s string) bool { return strings.HasPrefix(s, t+"/") })
		}
		v.Case = v.Failed[slices.IndexFunc(v.Failed, leaf)]
		v.Text = without(r.output[v.Case], "=== RUN", "=== NAME", "=== PAUSE", "=== CONT", "--- FAIL: ")
	}
	return v
}

// crash looks for a test that printed a line with this start, and keeps that line and the first of
// the stack below it that lies in an exercise, which is where it happened.
func (r *testRun) crash(start string, v *verdict) bool {
	for _, t := range append(slices.Clone(r.order), "") {
		lines := r.output[t]
		i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, start) })
		if i < 0 {
			continue
		}
		v.Case, v.Text = t, lines[i:i+1:i+1]
		for _, line := range lines[i:] {
			if _, below, ok := strings.Cut(line, "/exercises/"); ok && strings.HasPrefix(line, "\t") {
				where, _, _ := strings.Cut(below, " +0x")
				v.Text = append(v.Text, "    at exercises/"+where)
				break
			}
		}
		return true
	}
	return false
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
