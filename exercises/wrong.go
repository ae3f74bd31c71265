package main

import (
	"fmt"
	"os"
	"strings"
)

// A wrongSolution is a file of testdata/wrong: a whole replacement for the reader's file.
type wrongSolution struct {
	file          string
	misconception string // line 1: // wrong: ...
	caughtBy      string // line 2: // caught by: TestX/case, as go test prints it
}

// readWrong reads the two header lines of a wrong solution.
func (a *app) readWrong(file string) (wrongSolution, error) {
	data, err := os.ReadFile(a.path(file))
	if err != nil {
		return wrongSolution{}, err
	}
	w := wrongSolution{file: file}
	lines := strings.SplitN(string(data), "\n", 3)
	for i, want := range []struct {
		prefix string
		into   *string
	}{{"// wrong: ", &w.misconception}, {"// caught by: ", &w.caughtBy}} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want.prefix) {
			return w, fmt.Errorf("line %d should start with %q", i+1, want.prefix)
		}
		*want.into = strings.TrimSpace(lines[i][len(want.prefix):])
	}
	if !strings.HasPrefix(w.caughtBy, "Test") || strings.Contains(w.caughtBy, " ") {
		return w, fmt.Errorf("line 2 should name one test as go test prints it, not %.64q", w.caughtBy)
	}
	return w, nil
}
