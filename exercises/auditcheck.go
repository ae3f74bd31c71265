package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// check audits one exercise. That the stub fails and the reference passes in the same audit also
// proves that the overlays are live.
func (u *auditor) check(ctx context.Context, e *exercise) *auditRow {
	start := time.Now()
	r := &auditRow{exercise: e, problems: u.inspect(e)}
	if u.runnable(e) {
		u.checkStub(ctx, r)
		v := u.try(ctx, e, e.solution, fmt.Sprint("-count=", u.count))
		if r.green = v.Kind == solved; !r.green {
			r.problem("the reference %s", u.complaint(e, e.solution, v))
		}
		for _, file := range e.wrong {
			u.checkWrong(ctx, r, file)
		}
	}
	r.took = time.Since(start)
	return r
}

// checkStub builds the stub once and runs each test on it alone: in one run, a stub that panics in
// the first test would hide the others.
func (u *auditor) checkStub(ctx context.Context, r *auditRow) {
	bin := filepath.Join(u.tmp, strings.ReplaceAll(r.label(), "/", "-")+".test.exe")
	if v := u.try(ctx, r.exercise, r.file, "-run=^$", "-o="+bin); v.Kind != solved { // nothing ran, so it builds
		r.problem("the stub %s", u.complaint(r.exercise, r.file, v))
		return
	}
	defer os.Remove(bin)
	for _, test := range r.judged() {
		runs, err := u.events(ctx, u.path(r.dir), nil, "tool", "test2json", "-p", r.dir, bin,
			"-test.v=test2json", "-test.run=^"+test+"$", "-test.timeout="+u.timeout.String())
		v := verdict{Kind: unbuilt}
		if run := runs[r.dir]; run != nil {
			v = run.judge()
		}
		switch {
		case v.Kind == solved: // skipping is no failure either
			r.problem("%s passes on the stub: it must fail until the exercise is solved", test)
		case err != nil || v.Kind != failing || !slices.Contains(v.Failed, test):
			r.problem("%s must fail on the stub with a message of its own, but it %s", test, u.complaint(r.exercise, r.file, v))
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
			r.problem("%s fails on the stub without a line that starts with %q", v.Case, label)
			return
		}
		words := strings.Fields(v.Text[i])
		file, _, _ := strings.Cut(strings.TrimRight(words[min(1, len(words)-1)], ",;"), ":")
		if label == "read:" && !exists(u.path(file)) || label == "edit:" && file != r.file {
			r.problem("%s says %q, which is not the file", v.Case, strings.TrimSpace(v.Text[i]))
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
		r.problem("%s passes every test: it is right, or a test is missing", name)
	case v.Kind == unbuilt || v.Kind == timedOut:
		r.problem("%s %s", name, u.complaint(r.exercise, file, v))
	case catcher != "" && !slices.Contains(v.Failed, catcher):
		r.problem("%s is not caught by %q but by %q", name, catcher, v.Failed)
	default:
		r.caught++
	}
}

// try runs e's tests with another file in place of the reader's. Vet runs in full, as go vet does, in
// the same command. The overlay has absolute paths: relative ones are ignored in silence outside
// the current directory.
func (u *auditor) try(ctx context.Context, e *exercise, with string, args ...string) verdict {
	file := filepath.Join(u.tmp, strings.ReplaceAll(with, "/", "-")+".json")
	err := os.WriteFile(file, overlay(map[string]string{u.path(e.file): u.path(with)}), 0o600)
	args = append(args, "-vet=all", "-overlay="+file, fmt.Sprint("-timeout=", u.timeout*time.Duration(u.count)), "./"+e.dir)
	runs, runErr := u.goTest(ctx, nil, args...)
	if run := runs[e.dir]; run != nil && err == nil {
		return run.judge()
	}
	return verdict{Kind: unbuilt, Text: []string{fmt.Sprint(errors.Join(err, runErr))}}
}

// complaint says how a run failed. Both files are named: a line number counts in the one that was put
// in place of the other.
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
