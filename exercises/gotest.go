package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// A testRun is what go test said about one package.
type testRun struct {
	ran, ok        bool                // any test did; all passed
	passed, failed []string            // tests and cases as they ended: a case before its test
	output         map[string][]string // test to its printed lines; "" has the package's own
	build          []string            // compiler or vet output when nothing ran
}

// goTest runs go test -json and returns a run for each package, by its folder. It tells done each package
// that ends. An error means that go said nothing about any. Linking is most of the time from save
// to verdict, hence no symbol tables (-s -w); panics print their lines without them.
func (a *app) goTest(ctx context.Context, done func(dir string), args ...string) (map[string]*testRun, error) {
	return a.goEvents(ctx, a.root, done, append([]string{"test", "-json", "-ldflags=-s -w"}, args...)...)
}

// goEvents runs a go command in dir that prints test events. When ctx ends, so does the command: by
// interrupt, so that go can clean up, and a second later by force.
func (a *app) goEvents(ctx context.Context, dir string, done func(dir string), args ...string) (map[string]*testRun, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	runs := readEvents(out, done)
	err = cmd.Wait() // exit status 1 is a failed test, which the events tell better
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(runs) == 0 {
		return nil, errors.Join(err, errors.New(strings.TrimSpace(stderr.String())))
	}
	return runs, nil
}

// hasRace reports whether -race works here: it needs cgo and a C compiler.
func (a *app) hasRace(ctx context.Context) bool {
	cmd := exec.CommandContext(ctx, "go", "env", "CGO_ENABLED", "CC")
	cmd.Dir = a.root
	out, _ := cmd.Output()
	words := strings.Fields(string(out))
	if len(words) < 2 || words[0] != "1" {
		return false
	}
	_, err := exec.LookPath(words[1])
	return err == nil
}

// testEvent is one line of go test -json; see go doc test2json and go help buildjson.
type testEvent struct{ Action, Package, Test, Output, ImportPath, FailedBuild string }

func readEvents(r io.Reader, done func(dir string)) map[string]*testRun {
	runs, builds := map[string]*testRun{}, map[string][]string{}
	for dec := json.NewDecoder(r); ; {
		var ev testEvent
		if dec.Decode(&ev) != nil {
			_, _ = io.Copy(io.Discard, r) // so that go never blocks on a full pipe
			return runs
		}
		dir := strings.TrimPrefix(ev.Package, module)
		run := runs[dir]
		if run == nil && dir != "" {
			run = &testRun{output: map[string][]string{}}
			runs[dir] = run
		}
		switch ev.Action {
		case "build-output":
			builds[ev.ImportPath] = append(builds[ev.ImportPath], ev.Output)
		case "run":
			run.ran = true
		case "output":
			run.output[ev.Test] = append(run.output[ev.Test], strings.TrimRight(ev.Output, "\r\n"))
		case "pass", "fail", "skip":
			switch {
			case ev.Test == "":
				run.ok, run.build = ev.Action != "fail", builds[ev.FailedBuild]
				done(dir)
			case ev.Action == "fail":
				run.failed = append(run.failed, ev.Test)
			case ev.Action == "pass":
				run.passed = append(run.passed, ev.Test)
			}
		}
	}
}

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
	Passed, Failed []string // tests and cases
	Case           string   // the first to fail: tests run from the easiest rule to the hardest
	Text           []string // what it said, or the useful lines of the compiler or the panic
}

// judge decides what a run means. A panic or timeout comes before the failures: it kept the tests
// after it from running, so their silence means nothing.
func (r *testRun) judge() verdict {
	if r == nil {
		return verdict{Kind: unbuilt, Text: []string{"go said nothing about it"}}
	}
	v := verdict{Kind: failing, Passed: r.passed, Failed: r.failed}
	switch {
	case r.ok:
		v.Kind = solved
	case !r.ran:
		v.Kind, v.Text = unbuilt, without(r.build, "# ")
	case r.crash(&v):
	case len(v.Failed) == 0:
		v.Text = []string{"the process ended before its tests did, say by os.Exit"}
	default:
		v.Case = v.Failed[0]
		v.Text = without(r.output[v.Case], "=== RUN", "=== NAME", "=== PAUSE", "=== CONT", "--- FAIL: ")
	}
	return v
}

// crash looks for the message of a panic or timeout, and keeps it and the first line of the stack below
// it that lies in an exercise, which is where it happened.
func (r *testRun) crash(v *verdict) bool {
	for test, lines := range r.output {
		for _, line := range lines {
			_, place, inside := strings.Cut(line, "/exercises/")
			switch {
			case v.Text == nil && (strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")):
				v.Kind, v.Case, v.Text = panicked, test, []string{line}
				if strings.HasPrefix(line, "panic: test timed out") {
					v.Kind = timedOut
				}
			case v.Case == test && v.Text != nil && inside && strings.HasPrefix(line, "\t"):
				place, _, _ = strings.Cut(place, " +0x")
				v.Text = append(v.Text, "    at exercises/"+place)
				return true
			}
		}
	}
	return v.Text != nil
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
