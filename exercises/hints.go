package main

import (
	"fmt"
	"os"
	"strings"
)

// A hint is one <details> fold of an exercise's README.
type hint struct {
	title string // the summary: "Hint 1: a nudge"
	text  string
}

// hints reads the folds whose summary starts with "Hint". Other folds are not hints.
func hints(readme string) []hint {
	var list []hint
	for _, fold := range strings.Split(strings.ReplaceAll(readme, "\r\n", "\n"), "<details>")[1:] {
		fold, _, _ = strings.Cut(fold, "</details>")
		head, text, ok := strings.Cut(fold, "</summary>")
		title := strings.TrimSpace(strings.Replace(head, "<summary>", "", 1))
		if ok && strings.HasPrefix(title, "Hint") {
			list = append(list, hint{title, strings.TrimSpace(text)})
		}
	}
	return list
}

// readmeProblems says what an exercise's README lacks: the command that tests it and three
// hints in order. An exercise with stages may have more of them.
func (a *app) readmeProblems(e *exercise) []string {
	data, err := os.ReadFile(a.path(e.dir + "/README.md"))
	if err != nil {
		return nil // already a problem of the catalogue
	}
	var problems []string
	if command := "go test ./" + e.dir; !strings.Contains(string(data), command) {
		problems = append(problems, fmt.Sprintf("README.md does not show the command %q", command))
	}
	list := hints(string(data))
	if n := len(list); n < 3 || n > 3 && e.stages() == 0 {
		problems = append(problems, fmt.Sprintf("README.md has %d hints, want 3: <details><summary>Hint 1: ...", n))
	}
	for i, h := range list {
		if want := fmt.Sprintf("Hint %d:", i+1); e.stages() == 0 && !strings.HasPrefix(h.title, want) {
			problems = append(problems, fmt.Sprintf("README.md: summary %q should start with %q", h.title, want))
		}
		if h.text == "" {
			problems = append(problems, fmt.Sprintf("README.md: %q is empty", h.title))
		}
	}
	return problems
}
