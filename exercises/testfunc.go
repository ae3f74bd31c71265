package main

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// testFuncs returns the names of the Test functions in a file, in source order. It reads lines
// instead of parsing: test files are gofmt'd, and a file that does not parse still has names.
func testFuncs(file string) []string {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var names []string
	for line := range strings.Lines(string(src)) {
		rest, ok := strings.CutPrefix(line, "func Test")
		if !ok {
			continue
		}
		name, params, ok := strings.Cut(rest, "(")
		if first, _ := utf8.DecodeRuneInString(name); unicode.IsLower(first) {
			continue // Testify is not a test
		}
		if kind := strings.Fields(strings.TrimSpace(params)); ok && len(kind) > 1 && strings.HasPrefix(kind[1], "*testing.T)") {
			names = append(names, "Test"+name)
		}
	}
	return names
}

// stage is the number in TestStage3Traces, or 0 when a test belongs to no stage.
func stage(test string) int {
	rest, ok := strings.CutPrefix(test, "TestStage")
	if !ok {
		return 0
	}
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	n, _ := strconv.Atoi(digits)
	return n
}

// judged are the tests that decide whether the exercise is solved, each red on the stub. In
// an exercise with stages only the stages count: its other tests look after what is given.
// Interop tests need programs that a reader may not have.
func (e *exercise) judged() []string {
	staged := e.stages() > 0
	var tests []string
	for _, t := range e.tests {
		if staged == (stage(t) > 0) && !strings.HasPrefix(t, "TestInterop") {
			tests = append(tests, t)
		}
	}
	return tests
}

// stages is the highest stage number, 0 for an exercise without stages.
func (e *exercise) stages() int {
	high := 0
	for _, t := range e.tests {
		high = max(high, stage(t))
	}
	return high
}

// stagesPassed counts the stages of which every test is among passed.
func (e *exercise) stagesPassed(passed []string) int {
	n := 0
	for s := 1; s <= e.stages(); s++ {
		open := slices.ContainsFunc(e.tests, func(t string) bool { return stage(t) == s && !slices.Contains(passed, t) })
		if !open {
			n++
		}
	}
	return n
}
