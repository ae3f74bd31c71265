package healthcheck_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/lab"
)

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n")
}

// TestReadmeShowsEveryOrder: the numbers of the pasted run differ each time,
// but its rows are the laboratory's orders, and its claim is the invariant.
func TestReadmeShowsEveryOrder(t *testing.T) {
	text := readFile(t, "README.md")
	for _, o := range lab.Orders() {
		row := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(o.Name) + ` +(\d+) +(\d+) +(\d+)$`).FindStringSubmatch(text)
		if row == nil {
			t.Errorf("README.md: the row of %q is missing", o.Name)
			continue
		}
		requests, _ := strconv.Atoi(row[1])
		if dropped := row[3] != "0"; dropped == o.Right || (o.Right && requests < 50_000) {
			t.Errorf("README.md: %q: got %s requests, %s dropped, want 0 of at least 50000 in the right order only", o.Name, row[1], row[3])
		}
	}
}

func TestReadmeQuotes(t *testing.T) {
	text := readFile(t, "README.md")
	err := healthcheck.Budget(healthcheck.Plan{Notice: healthcheck.Pod{}.Notice()}, healthcheck.Pod{})
	if err == nil || !strings.Contains(text, "    "+err.Error()+"\n") {
		t.Errorf("README.md: want the error of Budget in it: %v", err)
	}
	examples := unindent(readFile(t, "example_test.go"))
	for _, block := range regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(text, -1) {
		if !strings.Contains(examples, unindent(block[1])) {
			t.Errorf("README.md: this code is not in example_test.go:\n%s", block[1])
		}
	}
}

// unindent makes code comparable wherever it stands.
func unindent(code string) string {
	return regexp.MustCompile(`(?m)^\t+`).ReplaceAllString(code, "")
}

func TestReadmeLinksResolve(t *testing.T) {
	for _, link := range regexp.MustCompile(`\]\(([^)#]+)`).FindAllStringSubmatch(readFile(t, "README.md"), -1) {
		if _, err := os.Stat(filepath.FromSlash(link[1])); err != nil {
			t.Errorf("README.md: the link %q: %v", link[1], err)
		}
	}
}
