package alerting

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestReport(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	var b bytes.Buffer
	if err := p.Report(&b, 20, p.Simulate(20, 5, 1)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"the budget is 0.1% of the requests, or 43m12s of total outage",
		"page 1h    2%:50h    14.4  0.0144     1h and 5m   87 in 5m",
		"page 1h    52s    1m44s  5m46s   17m17s    43m12s  never",
		"ticket 3d  4m19s  8m38s",
		"then up to 1m more: scrape 15s, evaluation 15s, group_wait 30s\n",
		"page 1h    4m56s",
		"page 1h                  2.0%           4.3%                 41m20s",
		"from 2.0% to 6.6% of the budget",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("report lacks %q:\n%s", want, b.String())
		}
	}
}

// TestReportAndTestsAgree: each detection time in the emitted tests is one that
// the report prints or that Detect gives for ten times the threshold.
func TestReportAndTestsAgree(t *testing.T) {
	p := apiPolicy(t)
	var b bytes.Buffer
	p.Report(&b, 20, p.Simulate(20, 1, 1))
	var outages int
	for _, c := range readTests(t, p).Tests {
		_, found, ok := strings.Cut(c.Name, "total outage (100% of requests), detected in ")
		if !ok {
			continue
		}
		outages++
		if !strings.Contains(b.String(), "  "+found+"  ") {
			t.Errorf("test %q: the report does not print %s", c.Name, found)
		}
	}
	if want := 3; outages != want {
		t.Errorf("%d tests of a total outage, want %d", outages, want)
	}
}

func TestReportWithFor(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	p.For = 2 * time.Minute
	var b bytes.Buffer
	p.Report(&b, 20, p.Simulate(20, 1, 1))
	for _, want := range []string{"then up to 3m more: scrape 15s, evaluation 15s, group_wait 30s, for 2m", "page 1h                  6.6%"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("report with for: 2m lacks %q:\n%s", want, b.String())
		}
	}
}
