package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// check audits one exercise: what can be read first, then stub, reference and wrong solutions.
// The stub must fail and the reference pass in the same audit, which also proves that the
// overlays are live.
func (u *auditor) check(ctx context.Context, e *exercise) *auditRow {
	start := time.Now()
	r := &auditRow{exercise: e, problems: slices.Clone(e.problems)}
	r.problems = append(r.problems, u.readmeProblems(e)...)
	if len(e.wrong) < 3 {
		r.problem("testdata/wrong has %d solutions, want at least 3", len(e.wrong))
	}
	if u.runnable(e) {
		u.checkStub(ctx, r)
		u.checkReference(ctx, r)
	}
	for _, file := range e.wrong {
		if w, err := u.readWrong(file); err != nil {
			r.problem("%s: %v", u.below(e, file), err)
		} else if u.runnable(e) {
			u.checkWrong(ctx, r, w)
		}
	}
	r.took = time.Since(start)
	return r
}

// checkStub builds the stub once and runs each test on it alone: in one run, a stub that
// panics in the first test would hide the others.
func (u *auditor) checkStub(ctx context.Context, r *auditRow) {
	e := r.exercise
	bin := filepath.Join(u.tmp, strings.ReplaceAll(e.label(), "/", "-")+".test.exe")
	v, err := u.test(ctx, e, e.file, "-run=^$", "-o="+bin)
	if err != nil || v.Kind != solved { // no test ran, so solved means that it builds
		r.problem("the stub %s", u.complaint(e, e.file, v, err))
		return
	}
	defer os.Remove(bin)
	for _, test := range e.judged() {
		if problem := u.stubProblem(ctx, e, bin, test); problem != "" {
			r.problem("%s %s", test, problem)
		} else {
			r.red++
		}
	}
}

// stubProblem runs one test on the stub and says what is wrong with the way it fails, or "".
func (u *auditor) stubProblem(ctx context.Context, e *exercise, bin, test string) string {
	cmd := exec.CommandContext(ctx, bin, "-test.v", "-test.run=^"+test+"$", "-test.timeout="+u.timeout.String())
	cmd.Dir = u.path(e.dir)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch text := "\n" + string(out); {
	case err == nil && strings.Contains(text, "\n--- SKIP: "+test+" "):
		return "skips on the stub: it must fail until the exercise is solved"
	case err == nil:
		return "passes on the stub: it must fail until the exercise is solved"
	case !errors.As(err, &exit):
		return "does not run: " + err.Error()
	case strings.Contains(text, "\npanic: test timed out"):
		return fmt.Sprintf("hangs on the stub: nothing after %v", u.timeout)
	case strings.Contains(text, "\npanic: "), strings.Contains(text, "\nfatal error: "):
		return "panics on the stub: the test must recover and name the case: " + crashLines(strings.Split(text, "\n"))[0]
	case !strings.Contains(text, "\n--- FAIL: "+test+" "):
		return "ends the process on the stub without a verdict"
	default:
		return u.textProblem(e, text)
	}
}

// textProblem checks that a failure has its five parts and that the files it names exist.
func (u *auditor) textProblem(e *exercise, text string) string {
	for _, label := range []string{"got:", "want:", "rule:", "read:", "edit:"} {
		_, value, ok := strings.Cut(strings.ReplaceAll(text, "\t", " "), " "+label)
		if !ok {
			return fmt.Sprintf("fails on the stub without a line %q", label)
		}
		word, _, _ := strings.Cut(strings.TrimSpace(value), "\n")
		word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
		switch file, _, _ := strings.Cut(strings.TrimRight(word, ",;"), ":"); {
		case label == "edit:" && file != e.file:
			return fmt.Sprintf("says edit: %.64q, want %s", file, e.file)
		case label == "read:" && !isFile(u.path(file)):
			return fmt.Sprintf("says read: %.64q, which is not a file below the module root", file)
		}
	}
	return ""
}

func (u *auditor) checkReference(ctx context.Context, r *auditRow) {
	args := []string{"-count=" + strconv.Itoa(u.count)}
	if u.race {
		args = append(args, "-race")
	}
	e := r.exercise
	v, err := u.test(ctx, e, e.solution, args...)
	if r.green = err == nil && v.Kind == solved; !r.green {
		r.problem("the reference %s", u.complaint(e, e.solution, v, err))
	}
}

func (u *auditor) checkWrong(ctx context.Context, r *auditRow, w wrongSolution) {
	e, name := r.exercise, path.Base(w.file)
	v, err := u.test(ctx, e, w.file)
	switch {
	case err != nil || v.Kind == unbuilt || v.Kind == timedOut:
		r.problem("wrong/%s %s", name, u.complaint(e, w.file, v, err))
	case v.Kind == solved:
		r.problem("wrong/%s passes every test: it is right, or a test is missing (%s)", name, w.misconception)
	case !slices.Contains(v.Failed, w.caughtBy):
		r.problem("wrong/%s is not caught by %s but by %s", name, w.caughtBy, strings.Join(v.Failed, ", "))
	default:
		r.caught++
	}
}

// test runs e's tests with another file in the place of the one the reader edits. Vet runs in full,
// as go vet does, in the same go command.
func (u *auditor) test(ctx context.Context, e *exercise, with string, args ...string) (verdict, error) {
	file, err := u.writeOverlay(u.tmp, e, with)
	if err != nil {
		return verdict{}, err
	}
	defer os.Remove(file)
	limit := time.Duration(max(u.count, 1)) * u.timeout
	args = append([]string{"-vet=all", "-overlay=" + file, "-timeout=" + limit.String()}, args...)
	runs, err := u.goTest(ctx, append(args, "./"+e.dir), nil)
	if err != nil {
		return verdict{}, err
	}
	run := runs[e.dir]
	if run == nil {
		return verdict{}, fmt.Errorf("go test said nothing about %s", e.dir)
	}
	return run.judge(), nil
}

// complaint says how a run failed. Both files are named, since a line number is in the one that
// was put in place of the other.
func (u *auditor) complaint(e *exercise, with string, v verdict, err error) string {
	if err != nil {
		return "can't be tested: " + err.Error()
	}
	text := string(v.Kind)
	if v.Case != "" {
		text += " in " + v.Case
	}
	if with != e.file {
		text += fmt.Sprintf(" (%s in place of %s)", u.below(e, with), path.Base(e.file))
	}
	for _, line := range v.Text[:min(len(v.Text), 6)] {
		text += "\n      " + strings.TrimSpace(line)
	}
	return text
}

// below shortens a path to what follows the exercise's folder.
func (u *auditor) below(e *exercise, file string) string { return strings.TrimPrefix(file, e.dir+"/") }
