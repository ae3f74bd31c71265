package main

import (
	"context"
	"strings"
	"testing"

	"workbook/exercises/internal/gotest"
)

// The ways a run can end, each made by a real go test, all in one.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	m := newModule(t)
	stub := func(src string) func(map[string]string) {
		return func(files map[string]string) { files["double.go"] = src }
	}
	body := func(s string) string { return strings.Replace(doubleGo("double", "0"), "return 0", s, 1) }
	tests := []struct {
		label, src   string
		kind         gotest.Kind
		first        string   // failing case
		text, absent []string // of the lines shown
	}{
		{"day1_a/01_double", doubleGo("double", "2 * x"), gotest.Solved, "", nil, nil},
		{"day2_b/01_double", doubleGo("double", "0"), gotest.Failing, "TestDouble/three",
			[]string{"double_test.go:12: Double(3)", "got: 0", "want: 6", "rule: twice as much", "edit: exercises/day2_b/01_double/double.go"}, []string{"=== RUN", "--- FAIL"}},
		{"day3_c/01_double", doubleGo("double", "-3 * x - 1 + x*x*x/3"), gotest.Failing, "TestDouble/three", nil, nil},
		{"day4_d/01_double", doubleGo("double", "6"), gotest.Failing, "TestDouble/minus_one", []string{"Double(-1)"}, []string{"Double(3)"}},
		{"day5_e/01_double", doubleGo("double", "x +"), gotest.Unbuilt, "", []string{"exercises/day5_e/01_double/double.go:8:1: syntax error"}, []string{"# "}},
		{"day6_f/01_double", "", gotest.Unbuilt, "", []string{"double.go:1:1: expected 'package', found 'EOF'"}, nil},
		{"day7_g/01_double", doubleGo("double", `"two"`), gotest.Unbuilt, "", []string{`cannot use "two"`}, nil},
		{"day8_h/01_double", body("log.Printf(\"%d\", \"two\")\n\treturn x + x") + "\nimport \"log\"\n", gotest.Unbuilt, "", []string{"syntax error: imports must appear before"}, nil},
		{"day9_i/01_double", strings.Replace(body("log.Printf(\"%d\", \"two\")\n\treturn x + x"), "package double\n", "package double\n\nimport \"log\"\n", 1), gotest.Unbuilt, "",
			[]string{`log.Printf format %d has arg "two" of wrong type string`}, []string{"# "}},
		{"day10_j/01_double", body("panic(\"double trouble\")"), gotest.Panicked, "TestDouble",
			[]string{"panic: double trouble", "    at exercises/day10_j/01_double/double.go:7"}, []string{"testing.go", "goroutine"}},
		{"day11_k/01_double", body("for x == 3 {\n\t}\n\treturn 0"), gotest.TimedOut, "TestDouble/three", []string{"panic: test timed out after 4s"}, []string{"goroutine"}},
		{"day12_l/01_double", strings.Replace(body("os.Exit(3)\n\treturn 0"), "package double\n", "package double\n\nimport \"os\"\n", 1), gotest.Failing, "", []string{"the process ended before its tests did"}, nil},
		{"day13_m/01_double", body("var m chan int\n\treturn <-m"), gotest.TimedOut, "TestDouble/three", []string{"panic: test timed out"}, nil},
	}
	args := []string{"-timeout=4s"}
	for _, tt := range tests {
		m.add(t, tt.label, stub(tt.src))
		args = append(args, "./exercises/"+tt.label)
	}
	var ended []string
	runs, err := m.goCommand().Test(context.Background(), func(dir string, _ *gotest.Run) { ended = append(ended, dir) }, args...)
	if err != nil {
		t.Fatal(err)
	}
	if len(ended) != len(tests) || len(runs) != len(tests) {
		t.Errorf("Test told of the end of %q and returned %d runs, want %d of each", ended, len(runs), len(tests))
	}
	for _, tt := range tests {
		run := runs["exercises/"+tt.label]
		if run == nil {
			t.Errorf("%s: no run", tt.label)
			continue
		}
		v := run.Judge()
		if v.Kind != tt.kind || v.Case != tt.first {
			t.Errorf("%s:\n%s\n got: %s in %q: %q\nwant: %s in %q", tt.label, tt.src, v.Kind, v.Case, v.Text, tt.kind, tt.first)
		}
		text := strings.Join(v.Text, "\n")
		mustContain(t, tt.label, text, tt.text...)
		mustLack(t, tt.label, text, tt.absent...)
	}
}

func TestGoTestWithoutResults(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	writeFile(t, m.path("go.mod"), "module workbook\n\ngo 1.26\n\nnonsense\n")
	_, err := m.goCommand().Test(context.Background(), nobody, "./exercises/...")
	if want := "unknown directive: nonsense"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("goTest with a broken go.mod: got %v, want it to contain %q", err, want)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.goCommand().Test(ctx, nobody, "./exercises/..."); err != context.Canceled {
		t.Errorf("goTest after an interrupt: got %v, want %v", err, context.Canceled)
	}
}
