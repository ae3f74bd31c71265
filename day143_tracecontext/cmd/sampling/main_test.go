package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunShowsKnownPoints(t *testing.T) {
	var out, errs strings.Builder
	if code := run(nil, &out, &errs); code != 0 || errs.String() != "" {
		t.Fatalf("run() = %d, %s", code, errs.String())
	}
	for _, want := range []string{"0.45 MB/s", "45.00 MB/s", "1.14 GB", "9.1%"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestRunExplainsBadFlags(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"-head 50", "for percent add the sign"},
		{"-head x", "not a share like 0.01 or 1%"},
		{"-head NaN", "a share is from 0 to 1"},
		{"-rate 0", "traces a second: 0 is not a finite number above 0"},
		{"-rate many", "invalid value \"many\" for flag -rate"},
		{"-wait 10", "invalid value \"10\" for flag -wait"},
		{"-collectors 0", "collectors: 0 is less than one"},
		{"-n 0", "at least one failed trace"},
		{"-sim -5", "-sim -5: from 0"},
		{"-hed 1%", "flag provided but not defined: -hed"},
		{"1%", "\"1%\" is not a flag"},
	} {
		var out, errs strings.Builder
		code := run(strings.Fields(tt.args), &out, &errs)
		if code != 2 || !strings.Contains(errs.String(), tt.want) || strings.Count(errs.String(), "\n") != 1 {
			t.Errorf("run(%q) = %d, %q, want 2 and one line with %q", tt.args, code, errs.String(), tt.want)
		}
	}
}

func TestRunHelp(t *testing.T) {
	var out, errs strings.Builder
	if code := run([]string{"-h"}, &out, &errs); code != 0 || !strings.Contains(errs.String(), "-collectors") {
		t.Errorf("run(-h) = %d, %q", code, errs.String())
	}
}

func TestRunWritesSVGAndSimulates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cost.svg")
	var out, errs strings.Builder
	if code := run([]string{"-svg", file, "-sim", "20000", "-collectors", "3"}, &out, &errs); code != 0 {
		t.Fatalf("run = %d, %s", code, errs.String())
	}
	b, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(b), "<svg ") {
		t.Errorf("the drawing starts with %.20q, %v", b, err)
	}
	if !strings.Contains(out.String(), "simulated") || !strings.Contains(out.String(), "one of the 3 collectors") {
		t.Errorf("no simulation or routing in\n%s", out.String())
	}
	missing := filepath.Join(t.TempDir(), "no", "cost.svg")
	if code := run([]string{"-svg", missing}, &out, &errs); code != 1 {
		t.Errorf("run(-svg into a missing folder) = %d, want 1", code)
	}
}

// TestReadmeOutput: the table in the lesson is what the tool prints.
func TestReadmeOutput(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	if code := run(nil, &out, &errs); code != 0 {
		t.Fatal(errs.String())
	}
	_, block, _ := strings.Cut(string(readme), "$ go run ./day143_tracecontext/cmd/sampling\n")
	block, _, _ = strings.Cut(block, "```")
	rest := "\n" + strings.ReplaceAll(out.String(), " \n", "\n")
	for part := range strings.SplitSeq(block, "...\n") { // what stands between is left out in the lesson
		_, after, found := strings.Cut(rest, "\n"+part)
		if !found {
			t.Fatalf("README.md shows these lines, which the tool does not print, or not there:\n%s", part)
		}
		rest = "\n" + after
	}
	if rest != "\n" {
		t.Errorf("README.md ends before the output does:%s", rest)
	}
}

// TestReadmeSums: what the lesson works out by hand, and what it lets the reader
// predict, is what the tool prints.
func TestReadmeSums(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out, more, errs strings.Builder
	const predict = "-rate 100000 -wait 30s -collectors 8"
	if run(nil, &out, &errs) != 0 || run(strings.Fields(predict), &more, &errs) != 0 {
		t.Fatal(errs.String())
	}
	_, lesson, _ := strings.Cut(string(readme), "Of 200,000 spans a second:")
	lesson, _, _ = strings.Cut(lesson, "That memory follows the peak")
	sums := 0
	for line := range strings.Lines(lesson) {
		if _, want, ok := strings.Cut(strings.TrimRight(line, "\n"), "  = "); ok && strings.HasPrefix(line, "    ") {
			sums++
			if !strings.Contains(out.String(), " "+want+" ") {
				t.Errorf("the tool does not print %q, which is worked out in%s", want, line)
			}
		}
	}
	if want := 3; sums != want {
		t.Errorf("README.md works out %d figures, want %d", sums, want)
	}
	if want := "4.29 GB, and 0.39 GB/s: run it with `" + predict + "`."; !strings.Contains(string(readme), want) ||
		!strings.Contains(more.String(), " 4.29 GB ") || !strings.Contains(more.String(), " 0.39 GB/s ") {
		t.Errorf("README.md lacks %q, or that is not what the tool prints:\n%s", want, more.String())
	}
}
