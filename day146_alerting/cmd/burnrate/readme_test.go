package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme: what the lesson shows is what the tool prints.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := strings.ReplaceAll(string(b), "\r\n", "\n")
	_, whole, _ := call("-slo", "99.9", "-period", "30d", "-rps", "20")
	shown, _, _ := strings.Cut(whole, "\n\nReset") // the lesson stops there
	if !strings.Contains(readme, "-rps 20\n"+shown+"\n...\n```\n") {
		t.Errorf("README.md does not show the output of burnrate -slo 99.9 -period 30d -rps 20 up to Reset:\n%s", shown)
	}
	_, quiet, _ := call("-rps", "0.0027778")
	if want := "page 1h                                                    7.19         7.08\n"; !strings.Contains(quiet, want) || !strings.Contains(readme, "7 a month") {
		t.Errorf("README.md says 7 false pages a month, and burnrate -rps 0.0027778 prints\n%s\nwant %s", quiet, want)
	}
	_, slow, _ := call("-slo", "99.5", "-period", "28d", "-rps", "0.05")
	if want := "a spend of 8% "; !strings.Contains(slow, want) || !strings.Contains(readme, "so it takes 8%") {
		t.Errorf("README.md says that it takes 8%%, and burnrate -slo 99.5 -period 28d -rps 0.05 prints\n%s\nwant %s", slow, want)
	}
}

// TestLessonsChart: the chart in the lesson is what the tool draws.
func TestLessonsChart(t *testing.T) {
	svg := filepath.Join(t.TempDir(), "burn.svg")
	if code, _, errs := call("-runs", "1", "-svg", svg); code != 0 {
		t.Fatalf("burnrate -svg = %d, want 0; %s", code, errs)
	}
	want, err := os.ReadFile(svg)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../burn.svg")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("burn.svg differs from what is drawn: go run ./day146_alerting/cmd/burnrate -svg day146_alerting/burn.svg")
	}
}
