package main

import (
	"bytes"
	"io"
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
		{"a dash between files", []string{"-id", id, logs()[0], "-", logs()[1]}, line, 0, "order received", ""},
		{"at once", []string{"-id", "A1", "-field", "rid", "-window", "0"}, line, 0, "m\n", ""},
		{"not there", []string{"-id", "A1"}, line, 1, "", "1 line with the id outside its field"},
		{"no such file", []string{"-id", "A1", "none.log"}, "", 2, "", "none.log"},
		{"an id that JSON escapes", []string{"-id", `a"b`}, `{"msg":"m","request_id":"a\"b"}`, 0, "m\n", ""},
		{"a line that fills the memory", []string{"-id", "A1", "-maxline", "2000000000"}, "", 2, "", "want 16 to 1073741824"},
		{"a sample of nothing", []string{"-sample", "x", "-size", "0"}, "", 2, "", "-size 0: want 1 to 100000 megabytes"},
		{"a sample that is too large", []string{"-sample", "x", "-size", "9223372036854775807"}, "", 2, "",
			"want 1 to 100000 megabytes"},
		{"a file name that a terminal obeys", []string{"-id", "A1", "none\x1b[2J.log"}, "", 2, "", `none\x1b[2J.log`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(tt.args, strings.NewReader(tt.stdin), &out, &errs)
			if code != tt.code || !strings.Contains(out.String(), tt.out) || !strings.Contains(errs.String(), tt.errs) {
				t.Errorf("run(%q) = %d, want %d\nout: %swant: ...%s...\nerr: %swant: ...%s...",
					tt.args, code, tt.code, out.String(), tt.out, errs.String(), tt.errs)
			}
		})
	}
}

// -window 0 must not become the package's zero, which means the default: from a
// pipe that stays open nothing would come out.
func TestRunAtOnce(t *testing.T) {
	var out, errs bytes.Buffer
	printed := ""
	line := `{"time":"2026-11-25T03:00:00Z","msg":"first","request_id":"A1"}` + "\n"
	stdin := io.MultiReader(strings.NewReader(line), readFunc(func([]byte) (int, error) {
		printed += out.String()
		return 0, io.EOF
	}))
	if code := run([]string{"-id", "A1", "-window", "0"}, stdin, &out, &errs); code != 0 {
		t.Fatalf("run = %d, want 0; %s", code, errs.String())
	}
	if want := "first"; !strings.Contains(printed, want) {
		t.Errorf("follow -window 0, printed before the second Read\n got: %q\nwant: %q in it", printed, want)
	}
}

type readFunc func(b []byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }

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
	code := run([]string{"-sample", dir, "-size", "1"}, nil, &out, &errs)
	if code != 2 || !strings.Contains(errs.String(), "exists") {
		t.Errorf("a second sample: run = %d, want 2; %s", code, errs.String())
	}
}
