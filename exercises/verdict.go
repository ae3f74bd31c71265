package main

import (
	"slices"
	"strings"
)

// kind tells the ways a run can end apart: what to do next differs for each.
type kind string

const (
	solved   kind = "solved"
	failing  kind = "failing"
	unbuilt  kind = "does not build"
	panicked kind = "panics"
	timedOut kind = "times out"
)

// A verdict is a run boiled down to what the reader is shown. It is remembered as JSON.
type verdict struct {
	Kind   kind
	Passed []string // tests that passed, top level only
	Failed []string // tests and cases that failed, in the order they started
	Case   string   // the first failing case, a leaf
	Text   []string // what that case said, or the compiler's or panic's useful lines
}

// judge decides what a run means. Build failures come first, since nothing ran; then a timeout or a
// panic, since the tests after it never ran and say nothing.
func (r *testRun) judge() verdict {
	v := verdict{Kind: failing}
	if r.passed {
		v.Kind = solved
	}
	for _, t := range r.order {
		switch {
		case r.status[t] == "fail":
			v.Failed = append(v.Failed, t)
		case r.status[t] == "pass" && !strings.Contains(t, "/"):
			v.Passed = append(v.Passed, t)
		}
	}
	if r.passed {
		return v
	}
	if len(r.order) == 0 {
		v.Kind, v.Text = unbuilt, buildLines(r.build)
		return v
	}
	if t, ok := r.find("panic: test timed out after"); ok {
		v.Kind, v.Case, v.Text = timedOut, t, crashLines(r.output[t])
	} else if t, ok := r.find("panic: ", "fatal error: "); ok {
		v.Kind, v.Case, v.Text = panicked, t, crashLines(r.output[t])
	} else {
		v.Case = firstLeaf(v.Failed)
		v.Text = testLines(r.output[v.Case])
	}
	return v
}

// find returns the test that printed a line starting with one of the prefixes.
func (r *testRun) find(prefixes ...string) (test string, ok bool) {
	for _, t := range append(slices.Clone(r.order), "") {
		for _, line := range r.output[t] {
			for _, p := range prefixes {
				if strings.HasPrefix(line, p) {
					return t, true
				}
			}
		}
	}
	return "", false
}

// firstLeaf returns the first failed test that no failed sub-test explains: the tests run
// from the easiest rule to the hardest, so this is the one to work on.
func firstLeaf(failed []string) string {
	for _, t := range failed {
		if !slices.ContainsFunc(failed, func(s string) bool { return strings.HasPrefix(s, t+"/") }) {
			return t
		}
	}
	return "" // the process ended by itself, say by os.Exit
}

// testLines drops the lines that package testing adds around a test's own.
func testLines(lines []string) []string {
	var own []string
	for _, line := range lines {
		trimmed := strings.TrimSpace(line)
		if !strings.HasPrefix(trimmed, "=== ") && !strings.HasPrefix(trimmed, "--- ") {
			own = append(own, strings.TrimRight(line, "\r\n"))
		}
	}
	return own
}

// buildLines drops the "# package" headings of the compiler and vet.
func buildLines(lines []string) []string {
	var own []string
	for _, line := range lines {
		if !strings.HasPrefix(line, "# ") && strings.TrimSpace(line) != "" {
			own = append(own, strings.TrimRight(line, "\r\n"))
		}
	}
	return own
}

// crashLines keeps the message of a panic or timeout and the first line of the workbook in the
// stack below it, which is where it happened. The rest of the stack is the library's.
func crashLines(lines []string) []string {
	lines = testLines(lines)
	from := slices.IndexFunc(lines, func(s string) bool {
		return strings.HasPrefix(s, "panic: ") || strings.HasPrefix(s, "fatal error: ")
	})
	if from < 0 {
		return lines
	}
	kept := []string{lines[from]}
	for _, line := range lines[from+1:] {
		if strings.HasPrefix(line, "\t") && strings.Contains(line, ".go:") && strings.Contains(line, "/exercises/") {
			where, _, _ := strings.Cut(strings.TrimSpace(line), " +0x")
			return append(kept, "    at "+where)
		}
	}
	return kept
}
