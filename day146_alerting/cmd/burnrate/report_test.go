package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

func TestReport(t *testing.T) {
	p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day})
	var b bytes.Buffer
	if err := (report{p}).write(&b, 20, p.Simulate(20, 5, 1)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"the budget is 0.1% of the requests, or 43m12s of total outage",
		"page 1h    2%:50h    14.4  0.0144     1h and 5m   87 in 5m",
		"page 1h    52s    1m44s  5m46s   17m17s    43m12s  never",
		"ticket 3d  4m20s  8m39s",
		"then up to 1m more: scrape 15s, evaluation 15s, group_wait 30s\n",
		"page 1h    4m56s",
		"page 1h                  2.0%           4.4%                 41m20s",
		"from 2.0% to 6.7% of the budget",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("report lacks %q:\n%s", want, b.String())
		}
	}
}

// TestReportAndTestsAgree: each time of a total outage in the emitted tests is one
// that the report prints.
func TestReportAndTestsAgree(t *testing.T) {
	dir := t.TempDir()
	_, out, _ := call("-runs", "1", "-rules", dir)
	b, err := os.ReadFile(filepath.Join(dir, "service.tests.json"))
	if err != nil {
		t.Fatal(err)
	}
	outages := regexp.MustCompile(`total outage \(100% of requests\), detected in (\w+)`).FindAllStringSubmatch(string(b), -1)
	for _, m := range outages {
		if !strings.Contains(out, "  "+m[1]+"  ") {
			t.Errorf("test %q: the report does not print %s", m[0], m[1])
		}
	}
	if got, want := len(outages), 3; got != want {
		t.Errorf("%d tests of a total outage, want %d", got, want)
	}
}

func TestReportWithFor(t *testing.T) {
	p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day})
	p.For = 2 * time.Minute
	var b bytes.Buffer
	(report{p}).write(&b, 20, p.Simulate(20, 1, 1))
	for _, want := range []string{"then up to 3m more: scrape 15s, evaluation 15s, group_wait 30s, for 2m", "page 1h                  6.7%"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("report with for: 2m lacks %q:\n%s", want, b.String())
		}
	}
}
