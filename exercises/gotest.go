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

// testEvent is one line of "go test -json"; see go doc test2json.
type testEvent struct {
	Action, Package, Test, Output string

	ImportPath  string // of a build-output or build-fail line
	FailedBuild string // ImportPath of the build that failed the package
}

// A testRun is what go test said about one package.
type testRun struct {
	passed bool
	status map[string]string   // test name to pass, fail or skip; "" while it runs
	order  []string            // test names as they started
	output map[string][]string // test name to printed lines; "" holds the package's own
	build  []string            // compiler or vet output when there was nothing to run
}

// goTest runs "go test -json" at the module root and returns a run for each package, keyed by
// its folder. done, if not nil, is told each package as it ends. The error is for a go command
// that said nothing about any package.
//
// Symbol tables are left out (-s -w): linking is most of the time between save and verdict, and
// panics still print their lines.
func (a *app) goTest(ctx context.Context, args []string, done func(dir string)) (map[string]*testRun, error) {
	cmd := a.goCommand(ctx, append([]string{"test", "-json", "-ldflags=-s -w"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	runs, readErr := a.readEvents(out, done)
	waitErr := cmd.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(runs) == 0 {
		return nil, errors.Join(errors.New("go test: "+strings.TrimSpace(stderr.String())), readErr, waitErr)
	}
	for _, run := range runs {
		if len(run.order) == 0 && len(run.build) == 0 {
			run.build = slices.Collect(strings.Lines(stderr.String())) // a load error is not in the JSON
		}
	}
	return runs, readErr
}

// goCommand prepares a go command that ends soon after ctx does: by interrupt where the system
// has it, so that go can clean up, and by force a moment later.
func (a *app) goCommand(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = a.root
	cmd.Cancel = func() error {
		if cmd.Process.Signal(os.Interrupt) == nil {
			return nil
		}
		return cmd.Process.Kill()
	}
	cmd.WaitDelay = time.Second
	return cmd
}

func (a *app) readEvents(r io.Reader, done func(dir string)) (map[string]*testRun, error) {
	runs := map[string]*testRun{}
	builds := map[string][]string{}
	for dec := json.NewDecoder(r); ; {
		var ev testEvent
		if err := dec.Decode(&ev); err == io.EOF {
			return runs, nil
		} else if err != nil {
			_, _ = io.Copy(io.Discard, r) // go must not block on a full pipe
			return runs, err
		}
		if ev.Action == "build-output" {
			builds[ev.ImportPath] = append(builds[ev.ImportPath], ev.Output)
		}
		if ev.Package == "" {
			continue
		}
		dir := strings.TrimPrefix(ev.Package, a.module+"/")
		run := runs[dir]
		if run == nil {
			run = &testRun{status: map[string]string{}, output: map[string][]string{}}
			runs[dir] = run
		}
		run.add(ev, builds)
		if ev.Test == "" && (ev.Action == "pass" || ev.Action == "fail" || ev.Action == "skip") && done != nil {
			done(dir)
		}
	}
}

func (r *testRun) add(ev testEvent, builds map[string][]string) {
	switch ev.Action {
	case "run":
		r.order = append(r.order, ev.Test)
		r.status[ev.Test] = ""
	case "output":
		r.output[ev.Test] = append(r.output[ev.Test], ev.Output)
	case "pass", "fail", "skip":
		if ev.Test != "" {
			r.status[ev.Test] = ev.Action
			return
		}
		r.passed = ev.Action == "pass"
		if ev.FailedBuild != "" {
			r.build = builds[ev.FailedBuild]
		}
	}
}
