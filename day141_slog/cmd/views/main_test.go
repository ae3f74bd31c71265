package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestDrawing: the drawing in the lesson is what the command writes.
func TestDrawing(t *testing.T) {
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../views.svg")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Error("views.svg differs from what is drawn: go run ./day141_slog/cmd/views > day141_slog/views.svg")
	}
}

// TestDrawingAgreesWithTheLesson: the table of the lesson has the same bytes.
func TestDrawingAgreesWithTheLesson(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		t.Fatal(err)
	}
	drawn := strings.NewReplacer("&#34;", `"`).Replace(b.String())
	for _, want := range []string{`"user":"u"`, `"user":"u","http":{"route":"r"`, `"db":{"rows":7}`, `Info("m", "rows", 7)`, `With("route", "r")`} {
		if !strings.Contains(drawn, want) || !strings.Contains(string(readme), want) {
			t.Errorf("%s: want it in the drawing and in README.md", want)
		}
	}
}
