package gotest // inside: these tests read events without running a test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// runOf makes a run of what go test -json would say: each step is an action, a test and a line of output.
func runOf(t *testing.T, steps ...testEvent) *Run {
	t.Helper()
	var events strings.Builder
	for _, step := range append(steps, testEvent{Action: "fail"}) {
		step.Package = "workbook/exercises/day1_a/01_double"
		if step.Output != "" {
			step.Action, step.Output = "output", step.Output+"\n"
		}
		line, err := json.Marshal(step)
		if err != nil {
			t.Fatal(err)
		}
		events.Write(append(line, '\n'))
	}
	return readEvents(strings.NewReader(events.String()), func(string, *Run) {})["exercises/day1_a/01_double"]
}

// Inside the package: a data race, a runaway and a panic before the first test are rare, and are made of events here.
func TestJudge(t *testing.T) {
	begin := testEvent{Action: "run", Test: "TestDouble"}
	tests := []struct {
		name  string
		steps []testEvent
		want  Verdict
		text  string
	}{
		{"a panic before the first test",
			[]testEvent{{Output: "panic: regexp: Compile(`(`): missing closing )"}, {Output: "goroutine 1 [running]:"},
				{Output: "\t/home/exercises/w/exercises/day1_a/01_double/double.go:5 +0x1d"}, {Output: "FAIL\tworkbook/exercises/day1_a/01_double\t0.1s"}},
			Verdict{Kind: Panicked}, "panic: regexp: Compile(`(`): missing closing )\n    at exercises/day1_a/01_double/double.go:5"},
		{"the end before the first test",
			[]testEvent{{Output: "no configuration"}, {Output: "FAIL\tworkbook/exercises/day1_a/01_double\t0.1s"}},
			Verdict{Kind: Unbuilt}, "no configuration"},
		{"a data race",
			[]testEvent{begin, {Test: "TestDouble", Output: "WARNING: DATA RACE"}, {Test: "TestDouble", Output: "Write at 0x00c0 by goroutine 8:"},
				{Test: "TestDouble", Output: "  workbook/exercises/day1_a/01_double.Double()"},
				{Test: "TestDouble", Output: "      /w/exercises/day1_a/01_double/double.go:7 +0x44"},
				{Test: "TestDouble", Output: "Previous read at 0x00c0 by goroutine 7:"},
				{Test: "TestDouble", Output: "      /w/exercises/day1_a/01_double/double.go:9 +0x44"}, {Action: "fail", Test: "TestDouble"}},
			Verdict{Kind: Racy, Case: "TestDouble"},
			"WARNING: DATA RACE\nWrite at 0x00c0 by goroutine 8:\n    at exercises/day1_a/01_double/double.go:7\n" +
				"Previous read at 0x00c0 by goroutine 7:\n    at exercises/day1_a/01_double/double.go:9"},
		{"a runaway",
			[]testEvent{begin, {Action: "run", Test: "TestDouble/three"}, {Action: "pass", Test: "TestDouble/three"}, {Action: "run", Test: "TestDouble/four"},
				{Test: "TestDouble/four", Output: "stopped: it held 2.0 GB of memory"}},
			Verdict{Kind: Runaway, Case: "TestDouble/four"}, "stopped: it held 2.0 GB of memory\n" + endless},
		{"a fatal error",
			[]testEvent{begin, {Action: "run", Test: "TestDouble/four"}, {Test: "TestDouble/four", Output: "fatal error: concurrent map writes"}},
			Verdict{Kind: Panicked, Case: "TestDouble/four", Failed: []string{"TestDouble", "TestDouble/four"}}, "fatal error: concurrent map writes"},
		{"an exit", []testEvent{begin, {Output: "exit status 3"}}, Verdict{Kind: Failing}, "the process ended before its tests did, say by os.Exit"},
	}
	for _, tt := range tests {
		got := runOf(t, tt.steps...).Judge()
		if tt.want.Failed != nil && !slices.Equal(got.Failed, tt.want.Failed) {
			t.Errorf("%s: failed: got %q, want %q", tt.name, got.Failed, tt.want.Failed)
		}
		if got.Kind != tt.want.Kind || got.Case != tt.want.Case || strings.Join(got.Text, "\n") != tt.text {
			t.Errorf("%s\n got: %s in %q\n%s\nwant: %s in %q\n%s", tt.name, got.Kind, got.Case, strings.Join(got.Text, "\n"), tt.want.Kind, tt.want.Case, tt.text)
		}
	}
}

func TestEveryKindHasAName(t *testing.T) {
	seen := map[string]bool{}
	for k := Unknown; k <= Malformed; k++ {
		seen[k.String()] = true
	}
	if got, want := len(seen), int(Malformed)+1; got != want {
		t.Errorf("names of kinds: %d different ones, want %d", got, want)
	}
}
