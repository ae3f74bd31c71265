// Package gotest runs go test and boils down what it says to a verdict.
package gotest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"workbook/exercises/internal/guard"
)

// A Run is what go test said about one package.
type Run struct {
	ran, ok        bool                // any test did; all passed
	passed, failed []string            // tests and cases as they ended: a case before its test
	running        []string            // tests and cases begun and not ended, the latest last
	output         map[string][]string // test to its printed lines; "" has the package's own
	build          []string            // compiler or vet output when nothing ran
}

// A Command is the go command in one module.
type Command struct {
	Root  string // of the module
	Guard string // a program that is a guard when guard.Word is its first argument
}

// Module is the module path, with the slash that makes it a prefix.
const Module = "workbook/"

// Done is told of each package that ends, by its folder.
type Done func(dir string, run *Run)

// Test runs go test -json and returns a run for each package, by its folder. It tells done of each package
// that ends. An error means that go said nothing about any. Linking is most of the time from save
// to verdict, hence no symbol tables (-s -w); panics print their lines without them. A guard ends a runaway.
// When ctx ends, so does the command: by interrupt, so that go can clean up, and a second later by force.
func (c Command) Test(ctx context.Context, done Done, args ...string) (map[string]*Run, error) {
	test := []string{"test", "-json", "-ldflags=-s -w", `-exec="` + c.Guard + `" ` + guard.Word}
	cmd := exec.CommandContext(ctx, "go", append(test, args...)...)
	cmd.Dir, cmd.WaitDelay = c.Root, time.Second
	cmd.Cancel = func() error {
		if runtime.GOOS == "windows" { // there nobody can interrupt another process
			return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
		}
		return cmd.Process.Signal(os.Interrupt)
	}
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

// HasRace reports whether -race works here: it needs cgo and a C compiler.
func (c Command) HasRace(ctx context.Context) bool {
	cmd := exec.CommandContext(ctx, "go", "env", "CGO_ENABLED", "CC")
	cmd.Dir = c.Root
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

func readEvents(r io.Reader, done Done) map[string]*Run {
	runs, builds := map[string]*Run{}, map[string][]string{}
	for dec := json.NewDecoder(r); ; {
		var ev testEvent
		if dec.Decode(&ev) != nil {
			_, _ = io.Copy(io.Discard, r) // so that go never blocks on a full pipe
			return runs
		}
		dir := strings.TrimPrefix(ev.Package, Module)
		run := runs[dir]
		if run == nil && dir != "" {
			run = &Run{output: map[string][]string{}}
			runs[dir] = run
		}
		switch {
		case ev.Action == "build-output":
			builds[ev.ImportPath] = append(builds[ev.ImportPath], ev.Output)
		case run == nil:
		case ev.Test != "":
			run.event(ev)
		case ev.Action == "output":
			run.event(ev)
		case ev.Action == "pass" || ev.Action == "fail" || ev.Action == "skip":
			run.ok, run.build = ev.Action != "fail", builds[ev.FailedBuild]
			done(dir, run)
		}
	}
}

// event notes what happens in one test, or what the package prints outside of them.
func (r *Run) event(ev testEvent) {
	switch ev.Action {
	case "run":
		r.ran = true
		r.running = append(r.running, ev.Test)
	case "output":
		r.output[ev.Test] = append(r.output[ev.Test], strings.TrimRight(ev.Output, "\r\n"))
	case "pass", "fail", "skip":
		r.running = slices.DeleteFunc(r.running, func(test string) bool { return test == ev.Test })
		if ev.Action == "fail" {
			r.failed = append(r.failed, ev.Test)
		} else if ev.Action == "pass" {
			r.passed = append(r.passed, ev.Test)
		}
	}
}

// Only is what a run said about one test and its cases, nil when it passed or failed in none.
func (r *Run) Only(test string) *Run {
	others := func(name string) bool { return name != test && !strings.HasPrefix(name, test+"/") }
	only := &Run{ran: true, ok: slices.Contains(r.passed, test), output: maps.Clone(r.output)}
	only.failed = slices.DeleteFunc(slices.Clone(r.failed), others)
	maps.DeleteFunc(only.output, func(name string, _ []string) bool { return others(name) })
	if !only.ok && !slices.Contains(only.failed, test) {
		return nil
	}
	return only
}

// Failed is the run of a command that did not get as far as a test.
func Failed(err error) *Run { return &Run{build: []string{err.Error()}} }
