package redact_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
)

// redactionTable counts, for each way into the log, how many lines of the
// battery show their secret, as JSON and as text.
func redactionTable() string {
	var classes []string
	lines := map[string]int{}
	leaks := map[string]int{} // by class, column and format
	cell := func(class, column, format string) string { return class + "|" + column + "|" + format }
	for _, c := range battery() {
		if lines[c.class] == 0 {
			classes = append(classes, c.class)
		}
		for _, class := range []string{c.class, "all"} {
			lines[class]++
			for _, column := range redactions() {
				for _, f := range formats() {
					if leaked, _ := c.leaks(f, column.replace); leaked {
						leaks[cell(class, column.name, f.name)]++
					}
				}
			}
		}
	}
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 3, ' ', 0)
	fmt.Fprint(w, "secrets shown, JSON / text\tlines")
	for _, column := range redactions() {
		fmt.Fprintf(w, "\t%s", column.name)
	}
	for _, class := range append(classes, "all") {
		fmt.Fprintf(w, "\n%s\t%d", class, lines[class])
		for _, column := range redactions() {
			fmt.Fprintf(w, "\t%d / %d", leaks[cell(class, column.name, "JSON")], leaks[cell(class, column.name, "Text")])
		}
	}
	w.Flush()
	return out.String() + "\n"
}

// TestRedactionTable prints the table of the day's README.md and checks that it is there.
func TestRedactionTable(t *testing.T) {
	table := redactionTable()
	fmt.Fprint(t.Output(), table)
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if !strings.Contains(string(readme), line) {
			t.Errorf("README.md has no line\n%s", line)
		}
	}
}
