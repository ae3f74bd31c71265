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
	passed bool
	status map[string]string   // test to pass, fail or skip
	order  []string            // tests as they started
	output map[string][]string // test to its printed lines; "" has the package's own
	build  []string            // compiler or vet output when nothing ran
}

// goTest runs go test -json at the module root and returns a run for each package, by its folder. It
// tells done each package that ends, if done is not nil. An error means that go said nothing about
// any package. Linking is most of the time between save and verdict, hence no symbol tables
// (-s -w); panics print their lines without them.
func (a *app) goTest(ctx context.Context, done func(dir string), args ...string) (map[string]*testRun, error) {
	return a.events(ctx, a.root, done, append([]string{"test", "-json", "-ldflags=-s -w"}, args...)...)
}

// events runs a go command in dir that prints test events. When ctx ends, so does the command: by
// interrupt, so that go can clean up, and soon after by force.
func (a *app) events(ctx context.Context, dir string, done func(dir string), args ...string) (map[string]*testRun, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Cancel = func() error {
		if cmd.Process.Signal(os.Interrupt) == nil {
			return nil
		}
		return cmd.Process.Kill() // Windows can't interrupt
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
	runs := a.readEvents(out, done)
	err = cmd.Wait() // exit status 1 is a failed test, which the events tell better
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(runs) == 0 {
		return nil, errors.Join(err, errors.New(strings.TrimSpace(stderr.String())))
	}
	for _, run := range runs {
		if len(run.order)+len(run.build) == 0 { // a package that can't be loaded is told on stderr
			run.build = slices.Collect(strings.Lines(stderr.String()))
		}
	}
	return runs, nil
}

// testEvent is one line of go test -json; see go doc test2json and go help buildjson.
type testEvent struct{ Action, Package, Test, Output, ImportPath, FailedBuild string }

func (a *app) readEvents(r io.Reader, done func(dir string)) map[string]*testRun {
	runs, builds := map[string]*testRun{}, map[string][]string{}
	for dec := json.NewDecoder(r); ; {
		var ev testEvent
		if dec.Decode(&ev) != nil {
			_, _ = io.Copy(io.Discard, r) // so that go never blocks on a full pipe
			return runs
		}
		dir := strings.TrimPrefix(ev.Package, a.module+"/")
		run := runs[dir]
		if run == nil && dir != "" {
			run = &testRun{status: map[string]string{}, output: map[string][]string{}}
			runs[dir] = run
		}
		switch ev.Action {
		case "build-output":
			builds[ev.ImportPath] = append(builds[ev.ImportPath], ev.Output)
		case "run":
			run.order = append(run.order, ev.Test)
		case "output":
			run.output[ev.Test] = append(run.output[ev.Test], strings.TrimRight(ev.Output, "\r\n"))
		case "pass", "fail", "skip":
			run.status[ev.Test] = ev.Action
			if ev.Test == "" {
				run.passed, run.build = ev.Action != "fail", builds[ev.FailedBuild]
			}
			if ev.Test == "" && done != nil {
				done(dir)
			}
		}
	}
}
