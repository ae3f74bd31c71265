package main

import (
	"os"
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
	if !strings.Contains(readme, "-rps 20\n"+whole+"```\n") {
		t.Errorf("README.md does not show the output of burnrate -slo 99.9 -period 30d -rps 20:\n%s", whole)
	}
	_, slow, _ := call("-slo", "99.5", "-period", "28d", "-rps", "0.05")
	_, refusal, _ := strings.Cut(slow, "\nVerdicts\n")
	refusal, _, _ = strings.Cut(refusal, "\n")
	if want := "-rps 0.05\n...\n" + refusal + "\n...\n"; !strings.Contains(readme, want) {
		t.Errorf("README.md does not show the first verdict of burnrate -slo 99.5 -period 28d -rps 0.05:\n%s", refusal)
	}
	_, quiet, _ := call("-rps", "0.0027778")
	_, table, _ := strings.Cut(quiet, "\n\nFalse alerts")
	table, _, _ = strings.Cut(table, "\n\n")
	if want := "\nFalse alerts" + table + "\n...\n"; !strings.Contains(readme, want) {
		t.Errorf("README.md does not show the false alerts of burnrate -rps 0.0027778:\n%s", want)
	}
}
