package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"workbook/exercises/internal/gotest"
)

// check audits one exercise. That the stub fails and the reference passes in the same audit also
// proves that the overlays are live.
func (u *auditor) check(ctx context.Context, e *exercise) *auditRow {
	r := &auditRow{exercise: e, problems: u.inspect(e)}
	if u.runnable(e) {
		u.checkStub(ctx, r)
		u.checkReference(ctx, r)
		for _, file := range e.wrong {
			u.checkWrong(ctx, r, file)
		}
	}
	return r
}

// checkReference wants it green some times in a row, and once more with the race detector.
func (u *auditor) checkReference(ctx context.Context, r *auditRow) {
	v := u.try(ctx, r.exercise, u.path(r.solution), "-vet=all", fmt.Sprint("-count=", u.count)).Judge()
	if v.Kind != gotest.Solved {
		r.add("the reference %s", u.complaint(r.exercise, r.solution, v))
		return
	}
	r.green = u.count
	if !u.race {
		return
	}
	v = u.try(ctx, r.exercise, u.path(r.solution), "-vet=off", "-race").Judge()
	if v.Kind != gotest.Solved {
		r.add("the reference with -race %s", u.complaint(r.exercise, r.solution, v))
	}
}

// checkStub wants each test red on the stub, with a message of its own.
func (u *auditor) checkStub(ctx context.Context, r *auditRow) {
	if !u.untouched(r.exercise) {
		r.add("%s is not %s: reset puts the stub back; if it is the better one, copy it there", path.Base(r.file), r.stub)
	}
	together := u.try(ctx, r.exercise, u.path(r.stub), "-vet=all")
	whole := together.Judge()
	if whole.Kind == gotest.Unbuilt {
		r.add("the stub %s", u.complaint(r.exercise, r.file, whole))
		return
	}
	for _, test := range r.judged() {
		run := together.Only(test)
		if run == nil { // what ends the process in one test hides those after it
			run = u.try(ctx, r.exercise, u.path(r.stub), "-vet=off", "-run=^"+test+"$")
		}
		switch v := run.Judge(); {
		case v.Kind == gotest.Solved: // skipping is no failure either
			r.add("%s passes on the stub: it must fail until the exercise is solved", test)
		case v.Kind != gotest.Failing || v.Case == "":
			r.add("%s must fail on the stub with a message of its own, but it %s", test, u.complaint(r.exercise, r.file, v))
		default:
			u.checkText(r, test, v)
		}
	}
}

// checkText wants the five parts of a failure, and the files it names to exist.
func (u *auditor) checkText(r *auditRow, test string, v gotest.Verdict) {
	for _, label := range []string{"got:", "want:", "rule:", "read:", "edit:"} {
		i := slices.IndexFunc(v.Text, func(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), label) })
		if i < 0 {
			r.add("%s fails on the stub without a line that starts with %q", v.Case, label)
			return
		}
		words := strings.Fields(v.Text[i])
		file, _, _ := strings.Cut(strings.TrimRight(words[min(1, len(words)-1)], ",;"), ":")
		if label == "read:" && !exists(u.path(file)) || label == "edit:" && file != r.file {
			r.add("%s says %q, which is not the file", v.Case, strings.TrimSpace(v.Text[i]))
			return
		}
	}
	r.red++
}

// checkWrong tries whether a wrong solution is caught by the test that it names.
func (u *auditor) checkWrong(ctx context.Context, r *auditRow, file string) {
	name := "wrong/" + filepath.Base(file)
	m, err := u.mistake(r.exercise, file)
	if err != nil {
		return // inspect has said why
	}
	with := filepath.Join(u.tmp, strings.ReplaceAll(file, "/", "-")+".go")
	err = os.WriteFile(with, []byte(strings.Join(m.text, "")), 0o600)
	if err != nil {
		r.add("%s: %v", name, err)
		return
	}
	test, _, _ := strings.Cut(m.catcher, "/") // the others say nothing about this mistake
	catcher, only := m.catcher, "-run=^"+test+"$"
	v := u.try(ctx, r.exercise, with, "-vet=off", only).Judge()
	if v.Kind == gotest.Solved && u.race { // the board, too, runs what is green once more
		catcher, v = test, u.try(ctx, r.exercise, with, "-vet=off", only, "-race").Judge()
	}
	switch {
	case v.Kind == gotest.Solved:
		r.add("%s passes %s: it is right, or a case is missing", name, test)
	case v.Kind == gotest.Unbuilt || v.Kind == gotest.TimedOut:
		r.add("%s %s", name, u.complaint(r.exercise, file, v))
	case !slices.Contains(v.Failed, catcher):
		r.add("%s is not caught by %q but by %q", name, catcher, v.Failed)
	default:
		r.caught++
	}
}

// try runs e's tests with another file (an absolute path) in place of the reader's. The overlay has absolute
// paths: relative ones are ignored in silence outside the current directory.
func (u *auditor) try(ctx context.Context, e *exercise, with string, args ...string) *gotest.Run {
	file := filepath.Join(u.tmp, strings.ReplaceAll(e.label(), "/", "-")+".json") // one at a time runs for each
	err := os.WriteFile(file, gotest.Overlay(map[string]string{u.path(e.file): with}), 0o600)
	args = append(args, "-overlay="+file, fmt.Sprint("-timeout=", u.timeout*time.Duration(u.count)), "./"+e.dir)
	runs, runErr := u.goCommand().Test(ctx, nobody, args...)
	err = errors.Join(err, runErr)
	if err != nil {
		return gotest.Failed(err)
	}
	return runs[e.dir]
}

// nobody is told of the packages that end: the audit looks at each when its command has.
func nobody(string, *gotest.Run) {}

// complaint says how a run failed. It names both files: line numbers count in the one put in place.
func (u *auditor) complaint(e *exercise, with string, v gotest.Verdict) string {
	text := strings.TrimSuffix(v.Kind.String()+" in "+v.Case, " in ")
	if with != e.file {
		text += fmt.Sprintf(" (%s for %s)", strings.TrimPrefix(with, e.dir+"/"), filepath.Base(e.file))
	}
	for _, line := range v.Text[:min(len(v.Text), 8)] {
		text += "\n      " + strings.TrimSpace(line)
	}
	return text
}

// problems are what the audit has to say about an exercise.
type problems []string

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

// inspect says what is wrong with an exercise's folder, as far as reading it shows.
func (a *app) inspect(e *exercise) (p problems) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			p.add(format, args...)
		}
	}
	refs := a.glob(e.dir + "/testdata/solution/*.go")
	check(len(refs) == 1, "testdata/solution has %d .go files, want the reference for the one file the reader edits", len(refs))
	if e.file != "" {
		_, name, _ := strings.Cut(path.Base(e.dir), "_")
		check(exists(a.path(e.file)), "%s is missing; reset puts it back", path.Base(e.file))
		check(exists(a.path(e.stub)), "testdata/stub/%s is missing: the copy of the stub that reset puts back", path.Base(e.file))
		check(e.day == "" || path.Base(e.file) == name+".go", "the folder should be called NN_name and its file name.go")
	}
	check(len(e.judged()) > 0, "no Test function: the _test.go file is missing or empty")
	check(len(e.wrong) >= 3, "testdata/wrong has %d solutions, want at least 3", len(e.wrong))
	for _, file := range e.wrong {
		_, err := a.mistake(e, file)
		check(err == nil || e.solution == "", "wrong/%s: %v", path.Base(file), err)
	}
	readme, err := os.ReadFile(a.path(e.dir + "/README.md"))
	check(err == nil, "README.md is missing")
	if err != nil {
		return p
	}
	for _, command := range []string{"go test ./" + e.dir, "go run ./exercises hint "} {
		check(strings.Contains(string(readme), command), "README.md does not show the command %q", command)
	}
	check(len(hints(string(readme))) == 0, "README.md has hints; they belong into HINTS.md, where nobody reads them by accident")
	text, _ := os.ReadFile(a.path(e.dir + "/HINTS.md"))
	list := hints(string(text))
	staged := e.staged() // and may have hints for each stage
	check(len(list) == 3 || staged && len(list) > 3, "HINTS.md has %d hints, want 3 (<details><summary>Hint 1: ...)", len(list))
	for i, h := range list {
		want := fmt.Sprintf("Hint %d:", i+1)
		ok := h.text != "" && strings.HasPrefix(h.title, want)
		check(ok, "HINTS.md: hint %q should start with %q and have a text", h.title, want)
	}
	return p
}
