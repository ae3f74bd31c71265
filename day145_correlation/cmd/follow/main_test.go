package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const id = "4QZB7KTRMN2WVXC5DAYE3HJPLS"

func logs() []string {
	dir := filepath.Join("..", "..", "testdata")
	return []string{filepath.Join(dir, "gateway.log"), filepath.Join(dir, "orders.log"), filepath.Join(dir, "payments.log")}
}

// The lesson pastes this command's output; it must be what the command prints.
func TestReadmeOutput(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(append([]string{"-id", id}, logs()...), nil, &out, &errs); code != 0 {
		t.Fatalf("run = %d, want 0; %s", code, errs.String())
	}
	text := strings.ReplaceAll(string(readme), "\r\n", "\n")
	for _, want := range []string{out.String(), errs.String()} {
		if !strings.Contains(text, want) {
			t.Errorf("README.md does not have this output:\n%s", want)
		}
	}
}

func TestRun(t *testing.T) {
	line := `{"time":"2026-11-25T03:00:00Z","level":"INFO","msg":"m","rid":"A1"}` + "\n"
	tests := []struct {
		name  string
		args  []string
		stdin string
		code  int
		out   string // part of standard output
		errs  string // part of standard error
	}{
		{"no id", nil, "", 2, "", "which id? give -id ID"},
		{"help", []string{"-h"}, "", 0, "", "usage: follow"},
		{"unknown flag", []string{"-x"}, "", 2, "", "not defined: -x"},
		{"standard input", []string{"-id", "A1", "-field", "rid"}, line, 0, "+0.000ms  stdin      INFO  m", "1 of 1 lines"},
		{"a dash", []string{"-id", "A1", "-field", "rid", "-"}, line, 0, "m\n", ""},
		{"at once", []string{"-id", "A1", "-field", "rid", "-window", "0"}, line, 0, "m\n", ""},
		{"not there", []string{"-id", "A1"}, line, 1, "", "1 line with the id outside its field"},
		{"no such file", []string{"-id", "A1", "none.log"}, "", 2, "", "none.log"},
		{"an id that JSON escapes", []string{"-id", `a"b`}, "", 2, "", "byte 1 is not the same inside JSON"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(test.args, strings.NewReader(test.stdin), &out, &errs)
			if code != test.code || !strings.Contains(out.String(), test.out) || !strings.Contains(errs.String(), test.errs) {
				t.Errorf("run(%q) = %d, want %d\nout: %swant: ...%s...\nerr: %swant: ...%s...",
					test.args, code, test.code, out.String(), test.out, errs.String(), test.errs)
			}
		})
	}
}

// A sample is never written over a log that is there already.
func TestRunSample(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	var out, errs bytes.Buffer
	if code := run([]string{"-sample", dir, "-size", "1"}, nil, &out, &errs); code != 0 {
		t.Fatalf("run = %d, want 0; %s", code, errs.String())
	}
	args := strings.Fields(out.String())[3:]
	out.Reset()
	if code := run(args, nil, &out, &errs); code != 1 && code != 0 {
		t.Errorf("the printed command's arguments %q give %d; %s", args, code, errs.String())
	}
	if code := run([]string{"-sample", dir, "-size", "1"}, nil, &out, &errs); code != 2 || !strings.Contains(errs.String(), "exists") {
		t.Errorf("a second sample: run = %d, want 2; %s", code, errs.String())
	}
}
