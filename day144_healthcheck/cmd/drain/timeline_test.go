package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	healthcheck "workbook/day144_healthcheck"
)

// TestTimeline: the drawing in the lesson is what the command writes.
func TestTimeline(t *testing.T) {
	name := filepath.Join(t.TempDir(), "drain.svg")
	if err := writeTimeline(name); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../drain.svg")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("drain.svg differs from what is drawn: go run ./day144_healthcheck/cmd/drain -svg day144_healthcheck/drain.svg")
	}
}

// TestLessonFits: the plan that is drawn is one that Budget accepts.
func TestLessonFits(t *testing.T) {
	plan, pod := lesson()
	if err := healthcheck.Budget(plan, pod); err != nil {
		t.Errorf("Budget(%+v, %+v) = %v, want nil", plan, pod, err)
	}
}
