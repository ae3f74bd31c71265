package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDrawing: the drawing in the lesson is what the command writes.
func TestDrawing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "request.svg")
	var errs bytes.Buffer
	if code := run(append([]string{"-id", id, "-svg", name}, logs()...), nil, nil, &errs); code != 0 {
		t.Fatalf("run = %d, want 0; %s", code, errs.String())
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", "request.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("request.svg differs from what is drawn: run follow -id %s -svg day145_correlation/request.svg "+
			"with the three logs of day145_correlation/testdata", id)
	}
	for what, n := range map[string]int{`<circle class="root"`: 7 + 1, `<circle class="group"`: 3 + 1, "… 3.0 s pass": 1, "… 2.5 s pass": 1} {
		if got := strings.Count(string(want), what); got != n {
			t.Errorf("%d times %s, want %d: each line of the request, and the legend", got, what, n)
		}
	}
}

func TestDrawingOfNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "request.svg")
	var errs bytes.Buffer
	if code := run(append([]string{"-id", "nobody", "-svg", name}, logs()...), nil, nil, &errs); code != 1 {
		t.Errorf("run with an id that no line has = %d, want 1", code)
	}
	if code := run([]string{"-id", "nobody", "-svg", name, "none.log"}, nil, nil, &errs); code != 2 || !strings.Contains(errs.String(), "none.log") {
		t.Errorf("run with a file that is not there = %d, %q, want 2 and its name", code, errs.String())
	}
}
