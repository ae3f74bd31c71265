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
)

// check audits one exercise. That the stub fails and the reference passes in the same audit also
// proves that the overlays are live.
func (u *auditor) check(ctx context.Context, e *exercise) *auditRow {
	r := &auditRow{exercise: e, problems: u.inspect(e)}
	if u.runnable(e) {
		u.checkStub(ctx, r)
		v := u.try(ctx, e, e.solution, fmt.Sprint("-count=", u.count))
		if r.green = u.count; v.Kind != solved {
			r.green = 0
			r.add("the reference %s", u.complaint(e, e.solution, v))
		}
		for _, file := range e.wrong {
			u.checkWrong(ctx, r, file)
		}
	}
	return r
}

// checkStub builds the stub once and runs each test on it alone: in one run, a stub that panics in
// the first test would hide the others.
func (u *auditor) checkStub(ctx context.Context, r *auditRow) {
	bin := filepath.Join(u.tmp, strings.ReplaceAll(r.label(), "/", "-")+".test.exe")
	if v := u.try(ctx, r.exercise, r.file, "-run=^$", "-o="+bin); v.Kind != solved { // nothing ran, so it builds
		r.add("the stub %s", u.complaint(r.exercise, r.file, v))
		return
	}
	for _, test := range r.judged() {
		runs, err := u.goEvents(ctx, u.path(r.dir), func(string) {}, "tool", "test2json", "-p", r.dir, bin,
			"-test.v=test2json", "-test.run=^"+test+"$", "-test.timeout="+u.timeout.String())
		switch v := runs[r.dir].judge(); {
		case v.Kind == solved: // skipping is no failure either
			r.add("%s passes on the stub: it must fail until the exercise is solved", test)
		case err != nil || v.Kind != failing || v.Case == "":
			r.add("%s must fail on the stub with a message of its own, but it %s", test, u.complaint(r.exercise, r.file, v))
		default:
			u.checkText(r, test, v)
		}
	}
}

// checkText wants the five parts of a failure, and the files it names to exist.
func (u *auditor) checkText(r *auditRow, test string, v verdict) {
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
	switch v, catcher := u.try(ctx, r.exercise, file), u.catcher(file); {
	case v.Kind == solved:
		r.add("%s passes every test: it is right, or a test is missing", name)
	case v.Kind == unbuilt || v.Kind == timedOut:
		r.add("%s %s", name, u.complaint(r.exercise, file, v))
	case catcher != "" && !slices.Contains(v.Failed, catcher):
		r.add("%s is not caught by %q but by %q", name, catcher, v.Failed)
	default:
		r.caught++
	}
}

// try runs e's tests with another file in place of the reader's, and all of vet in the same command. The
// overlay has absolute paths: relative ones are ignored in silence outside the current directory.
func (u *auditor) try(ctx context.Context, e *exercise, with string, args ...string) verdict {
	file := filepath.Join(u.tmp, strings.ReplaceAll(with, "/", "-")+".json")
	err := os.WriteFile(file, overlay(map[string]string{u.path(e.file): u.path(with)}), 0o600)
	args = append(args, "-vet=all", "-overlay="+file, fmt.Sprint("-timeout=", u.timeout*time.Duration(u.count)), "./"+e.dir)
	runs, runErr := u.goTest(ctx, func(string) {}, args...)
	if err = errors.Join(err, runErr); err != nil {
		return verdict{Kind: unbuilt, Text: []string{err.Error()}}
	}
	return runs[e.dir].judge()
}

// complaint says how a run failed. It names both files: line numbers count in the one put in place.
func (u *auditor) complaint(e *exercise, with string, v verdict) string {
	text := strings.TrimSuffix(v.Kind+" in "+v.Case, " in ")
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
		return p
	}
	check(strings.Contains(string(readme), "go test ./"+e.dir), "README.md does not show the command %q", "go test ./"+e.dir)
	list := hints(string(readme))
	staged := e.staged() // and may have hints for each stage
	check(len(list) == 3 || staged && len(list) > 3, "README.md has %d hints, want 3 (<details><summary>Hint 1: ...)", len(list))
	for i, h := range list {
		want := fmt.Sprintf("Hint %d:", i+1)
		check(h.text != "" && (staged || strings.HasPrefix(h.title, want)), "README.md: hint %q should start with %q and have a text", h.title, want)
	}
	return p
}

// The first two lines of a wrong solution.
const wrongHeader, catcherHeader = "// wrong: ", "// caught by: Test"

// catcher is the test that a wrong solution says will catch it; "" when its header is not in order.
func (a *app) catcher(file string) string {
	lines, _ := a.lines(file)
	if len(lines) < 2 || !strings.HasPrefix(lines[0], wrongHeader) || !strings.HasPrefix(lines[1], catcherHeader) {
		return ""
	}
	return strings.TrimSpace(strings.TrimPrefix(lines[1], "// caught by: "))
}
