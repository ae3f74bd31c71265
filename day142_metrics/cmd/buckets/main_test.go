package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ran is what the command prints, or its error.
func ran(t *testing.T, in string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(args, strings.NewReader(in), &out)
	return out.String(), err
}

// The README shows this output; it must be what the command prints.
func TestREADMEShowsTheOutput(t *testing.T) {
	out, err := ran(t, "")
	if err != nil {
		t.Fatalf("buckets: got error %v, want none", err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(out, "\nbuckets, in use")
	_, literal, _ := strings.Cut(out, "[]float64")
	for _, want := range []string{strings.TrimSpace(table), "[]float64" + strings.TrimSpace(literal)} {
		for _, line := range strings.Split(want, "\n") {
			if !strings.Contains(string(readme), strings.TrimSpace(line)) {
				t.Errorf("README.md: got no line %q, want what the command prints", line)
			}
		}
	}
}

// The README says what more bounds buy; it must be what the command finds.
func TestREADMECountsTheBounds(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	worst := func(args ...string) string {
		out, err := ran(t, "", args...)
		if err != nil {
			t.Fatalf("buckets %q: got error %v, want none", args, err)
		}
		_, line, _ := strings.Cut(out, "if latency moves x0.5 to x2")
		line, _, _ = strings.Cut(line, "\n")
		return strings.Fields(line)[2] // in use, fitted to today, proposed
	}
	want := fmt.Sprintf("`-n 12` finds them: %s. With 7 bounds it is %s, with 9 %s, with 24 %s,",
		worst("-n", "12"), worst("-n", "7"), worst("-n", "9"), worst("-n", "24"))
	if !strings.Contains(string(readme), want) {
		t.Errorf("README.md: got no %q, want what the command finds", want)
	}
	if got, want := worst("-shape", "api", "-slo", "99%@250ms"), "50%"; got != want {
		t.Errorf("the worst error for the reader's own choice: got %s, want %s", got, want)
	}
}

func TestRunSaysFalseBreach(t *testing.T) {
	out, err := ran(t, "")
	if err != nil {
		t.Fatalf("buckets: got error %v, want none", err)
	}
	for _, want := range []string{"truly 99.3%", "98.4%", "FALSE BREACH", "<- SLO", "[]float64{0.002, "} {
		if !strings.Contains(out, want) {
			t.Errorf("buckets: got\n%s\nwant %q in it", out, want)
		}
	}
}

func TestRunReadsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "latencies.txt")
	var lines strings.Builder
	lines.WriteString("# from the access log\n\n")
	for i := range 100 {
		fmt.Fprintf(&lines, "%dms\n 0.%03d \r\n", i+1, i+1)
	}
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := ran(t, "", "-slo", "99.9%@90ms", "-slo", "50%@0.02", "-n", "6", "-current", "10ms, 0.1", file)
	if err != nil {
		t.Fatalf("buckets FILE: got error %v, want none", err)
	}
	for _, want := range []string{"200 samples", "within 90ms, truly 90.00%", "within 20ms, truly 20.0%", "objective of 99.9%",
		"0.02", "0.09"} {
		if !strings.Contains(out, want) {
			t.Errorf("buckets FILE: got\n%s\nwant %q in it", out, want)
		}
	}
	piped, err := ran(t, lines.String(), "-slo", "99.9%@90ms", "-slo", "50%@0.02", "-n", "6", "-current", "10ms, 0.1", "-")
	if err != nil || piped != out {
		t.Errorf("buckets -: got error %v and\n%s\nwant the same as of the file", err, piped)
	}
}

func TestRunExplainsBadInput(t *testing.T) {
	tests := []struct {
		in   string
		args []string
		want string
	}{
		{"12ms\nfast\n", []string{"-"}, `standard input:2: "fast" is neither a duration such as 4.2ms nor a number of seconds`},
		{"12ms\n-3ms\n", []string{"-"}, `standard input:2: "-3ms" is not a positive latency`},
		{"NaN", []string{"-"}, `"NaN" is not a positive latency`},
		{"0", []string{"-"}, `"0" is not a positive latency`},
		{"12ms\n0.000\n", []string{"-"}, `standard input:2: "0.000" is not a positive latency: if the log rounds`},
		{"1e300", []string{"-"}, "1e+300"},
		{"# nothing\n", []string{"-"}, "standard input: no samples in it"},
		{strings.Repeat("9", 100000), []string{"-"}, "standard input:1: a line of more than 65536 bytes"},
		{"", []string{"no-such-file"}, "no-such-file"},
		{"", []string{"a", "b"}, "one file"},
		{"", []string{"-slo", "99@300ms"}, "99%@300ms"},
		{"", []string{"-slo", "100%@300ms"}, "below 100%"},
		{"", []string{"-slo", "NaN%@300ms"}, "99%@300ms"},
		{"", []string{"-slo", "99%@soon"}, `"soon"`},
		{"", []string{"-current", "5ms,,9ms"}, `""`},
		{"", []string{"-current", "9ms,5ms"}, "ascend"},
		{"", []string{"-n", "1"}, "too few"},
		{"", []string{"-n", "5000"}, "want 1 to 100"},
		{"", []string{"-shape", "bathtub"}, `"bathtub"`},
		{"", []string{"-loud"}, "-loud"},
	}
	for _, tt := range tests {
		out, err := ran(t, tt.in, tt.args...)
		if err == nil || !strings.Contains(err.Error(), tt.want) || out != "" {
			t.Errorf("buckets %q < %.20q: got error %v and output %q, want an error with %q and no output",
				tt.args, tt.in, err, out, tt.want)
		}
	}
	if out, err := ran(t, "", "-h"); err != nil || !strings.Contains(out, "-slo") {
		t.Errorf("buckets -h: got error %v and %q, want the flags and no error", err, out)
	}
}
