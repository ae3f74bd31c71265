package main

import (
	"errors"
	"strings"
	"testing"

	"workbook/day144_healthcheck/lab"
)

// TestRun runs a small version of the command over real sockets.
func TestRun(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out, lab.Experiment{Wire: lab.Loopback(), Clients: 8, Drains: 2}, 1000); err != nil {
		t.Fatalf("run: %v", err)
	}
	for _, o := range lab.Orders() {
		line := ""
		for l := range strings.Lines(out.String()) {
			if strings.HasPrefix(l, o.Name) {
				line = l
			}
		}
		fields := strings.Fields(strings.TrimPrefix(line, o.Name))
		if len(fields) != 3 {
			t.Errorf("%q: got %q, want requests, drains and dropped", o.Name, line)
			continue
		}
		if got, want := fields[2], "0"; o.Right && got != want {
			t.Errorf("dropped in the right order: got %s, want %s", got, want)
		}
	}
}

// TestRunOnAFullDisk: a table that nobody can read is a failure.
func TestRunOnAFullDisk(t *testing.T) {
	if err := run(t.Context(), full{}, lab.Experiment{Wire: lab.Loopback(), Clients: 1, Drains: 1}, 1); !errors.Is(err, errFull) {
		t.Errorf("run: got %v, want %v", err, errFull)
	}
}

var errFull = errors.New("no space left on device")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestExplainIsHonest(t *testing.T) {
	var out strings.Builder
	explain(&out, nil)
	if got, want := out.String(), ""; got != want {
		t.Errorf("every wrong order dropped something: got %q, want %q", got, want)
	}
	explain(&out, []string{"red, wait, Shutdown: no goodbye"})
	for _, want := range []string{"by chance and not by right", "- red, wait, Shutdown: no goodbye", "-run TestOrdersOverADelayedWire"} {
		if got := out.String(); !strings.Contains(got, want) {
			t.Errorf("explain: got %q, want %q in it", got, want)
		}
	}
}
