package main

import (
	"fmt"
	"os"
	"path"
	"strings"
)

// inspect says what is wrong with an exercise's folder, as far as reading it shows.
func (a *app) inspect(e *exercise) (problems []string) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	refs := a.glob(e.dir + "/testdata/solution/*.go")
	check(len(refs) == 1, "testdata/solution has %d .go files, want the reference for the one file the reader edits", len(refs))
	if e.file != "" {
		_, name, _ := strings.Cut(path.Base(e.dir), "_")
		check(exists(a.path(e.file)), "%s is missing, the file the reader edits", path.Base(e.file))
		check(e.day == "" || path.Base(e.file) == name+".go", "the folder should be called NN_name and its file name.go")
	}
	check(len(e.judged()) > 0, "no Test function: the _test.go file is missing or empty")
	check(len(e.wrong) >= 3, "testdata/wrong has %d solutions, want at least 3", len(e.wrong))
	for _, file := range e.wrong {
		check(a.catcher(file) != "", "wrong/%s: want %q in line 1 and %q in line 2", path.Base(file), wrongHeader, catcherHeader)
	}
	readme, err := os.ReadFile(a.path(e.dir + "/README.md"))
	check(err == nil, "README.md is missing")
	if err != nil {
		return problems
	}
	command := "go test ./" + e.dir
	check(strings.Contains(string(readme), command), "README.md does not show the command %q", command)
	list := hints(string(readme))
	staged := e.stages() > 0 // and may have hints for each stage
	check(len(list) == 3 || staged && len(list) > 3, "README.md has %d hints, want 3 (<details><summary>Hint 1: ...)", len(list))
	for i, h := range list {
		want := fmt.Sprintf("Hint %d:", i+1)
		check(h.text != "" && (staged || strings.HasPrefix(h.title, want)), "README.md: hint %q should start with %q and have a text", h.title, want)
	}
	return problems
}

// The first two lines of a wrong solution.
const wrongHeader, catcherHeader = "// wrong: ", "// caught by: Test"

// catcher is the test that a wrong solution says will catch it; "" when its header is not in order.
func (a *app) catcher(file string) string {
	lines, err := a.lines(file)
	if err != nil || len(lines) < 2 || !strings.HasPrefix(lines[0], wrongHeader) || !strings.HasPrefix(lines[1], catcherHeader) {
		return ""
	}
	return strings.TrimSpace(strings.TrimPrefix(lines[1], "// caught by: "))
}
