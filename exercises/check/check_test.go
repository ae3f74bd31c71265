package check_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	exerciseDir = "testdata/01_sum"
	reader      = exerciseDir + "/sum.go"
	stub        = exerciseDir + "/testdata/stub/sum.go"
	solution    = exerciseDir + "/testdata/solution/sum.go"
	variants    = exerciseDir + "/testdata/variants.go"
)

// build compiles the tests of the exercise with other files in place, as the runner and the audit do.
func build(t *testing.T, replace map[string]string) (binary string) {
	t.Helper()
	for from, to := range replace {
		delete(replace, from)
		replace[absolute(t, from)] = absolute(t, to)
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(t.TempDir(), "sum.test.exe")
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "test", "-c", "-ldflags=-s -w", "-o", binary, "-overlay", file, "./"+exerciseDir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

func absolute(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs the tests with a variant of the solution, and reports what they print and whether they pass.
func run(t *testing.T, binary, variant string, args ...string) (out string, ok bool) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = exerciseDir
	cmd.Env = append(os.Environ(), "VARIANT="+variant)
	text, err := cmd.CombinedOutput()
	return string(text), err == nil
}

const untouched = `01_sum is untouched, and so it fails: red is right until you have solved it.
edit: exercises/check/testdata/01_sum/sum.go
test: go test -v ./exercises/check/testdata/01_sum
`

func TestUntouched(t *testing.T) {
	binary := build(t, nil)
	if out, ok := run(t, binary, ""); ok || out != untouched {
		t.Errorf("the stub, plain: got ok %v and\n%s\nwant\n%s", ok, out, untouched)
	}
	out, ok := run(t, binary, "", "-test.v")
	if ok || strings.Count(out, "    rule: ") != 5 {
		t.Errorf("the stub with -v: got ok %v and\n%s\nwant all 5 failures", ok, out)
	}
	out, ok = run(t, binary, "", "-test.run=TestSum")
	if ok || strings.Count(out, "    rule: ") != 1 || !strings.Contains(out, "TestSum: and 2 more; go test -v shows them all") {
		t.Errorf("the stub with -run: got ok %v and\n%s\nwant one failure and 2 counted", ok, out)
	}
}

// The audit uses -json, which sets -v. A stub whose tests pass must not hide behind the message of an untouched one.
func TestStubThatWouldPass(t *testing.T) {
	binary := build(t, map[string]string{reader: solution, stub: solution})
	if out, ok := run(t, binary, ""); ok || out != untouched {
		t.Errorf("plain: got ok %v and\n%s", ok, out)
	}
	if out, ok := run(t, binary, "", "-test.v=test2json"); !ok {
		t.Errorf("as the audit runs it: want a pass, got\n%s", out)
	}
}

func TestSolved(t *testing.T) {
	binary := build(t, map[string]string{reader: solution})
	if out, ok := run(t, binary, ""); !ok || out != "PASS\n" {
		t.Errorf("the reference, plain: got ok %v and\n%s", ok, out)
	}
}

func TestVariants(t *testing.T) {
	binary := build(t, map[string]string{reader: variants})
	if out, ok := run(t, binary, "none"); !ok {
		t.Fatalf("without a fault: want a pass, got\n%s", out)
	}
	tests := []struct {
		variant, test string
		want          []string
		failures      int
	}{
		{"first only", "TestSum", []string{"--- FAIL: TestSum/two", "Sum([1 2])", " got: 1\n", "want: 3\n",
			"rule: a sum has every number of the list\n", "read: exercises/check/testdata/01_sum/testdata/solution/sum.go:5 Sum\n",
			"edit: exercises/check/testdata/01_sum/sum.go\n", "and 1 more; go test -v shows them all"}, 1},
		{"first only", "TestOracle", []string{"Sum([0 1])", " got: 0\n", "want: 1\n", "seed: 1, and input "}, 1},
		{"panic", "TestSum", []string{"got: panic: runtime error: index out of range [1] with length 1, at sum.go:20\n"}, 1},
		{"panic", "TestOracle", []string{"Sum([0])", "got: panic: runtime error: index out of range [1] with length 1, at sum.go:20\n"}, 1},
		{"goexit", "TestSum", []string{"got: the call ended its goroutine, by runtime.Goexit, at sum.go:22\n"}, 1},
		{"stuck", "TestWait", []string{"got: no answer within 24h0m0s, at sum.go:33\n"}, 1},
		{"leak", "TestWait", []string{"got: returns after 1h0m0s, and a goroutine is left that waits for ever, at sum.go:35\n"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.variant+" "+tt.test, func(t *testing.T) {
			out, ok := run(t, binary, tt.variant, "-test.run=^"+tt.test+"$")
			if ok || strings.Count(out, "    rule: ") != tt.failures {
				t.Errorf("got ok %v and\n%s\nwant %d failures", ok, out, tt.failures)
			}
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("got\n%s\nwithout %q", out, want)
				}
			}
			if strings.Contains(out, "left out") {
				t.Errorf("package log printed of its own:\n%s", out)
			}
		})
	}
	if out, _ := run(t, binary, "first only", "-test.v"); !strings.Contains(out, "left out") {
		t.Errorf("with -v, package log is silent:\n%s", out)
	}
}
