package generate

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
)

func readTests(t *testing.T, p alerting.Policy) testFile {
	t.Helper()
	var b bytes.Buffer
	if err := Tests(&b, p); err != nil {
		t.Fatal(err)
	}
	var f testFile
	if err := json.Unmarshal(b.Bytes(), &f); err != nil {
		t.Fatalf("Tests wrote no JSON: %v", err)
	}
	return f
}

func TestTestsNameDetection(t *testing.T) {
	f := readTests(t, apiPolicy(t))
	want := []string{
		"ApiBudgetGoneIn50h: a total outage (100% of requests), detected in 52s",
		"ApiBudgetGoneIn50h: ten times the threshold (14.4% of requests), detected in 6m",
		"ApiBudgetGoneIn50h: ends within 4m56s of the last error",
		"ApiBudgetGoneIn120h: a total outage (100% of requests), detected in 2m10s",
		"ApiBudgetGoneIn120h: ten times the threshold (6% of requests), detected in 36m",
		"ApiBudgetGoneIn120h: ends within 29m50s of the last error",
		"ApiBudgetGoneIn720h: a total outage (100% of requests), detected in 4m20s",
		"ApiBudgetGoneIn720h: ends within 5h59m39s of the last error",
		"ApiBudgetGoneIn50h: just under the threshold (1.296% of requests), never",
		"api: what is recorded, and what the alerts say",
		"ApiSLIAbsent: nothing is exposed, and then it is",
	}
	for i, w := range want {
		if i >= len(f.Tests) || f.Tests[i].Name != w {
			t.Fatalf("test %d of %d is not %q: %+v", i, len(f.Tests), w, f.Tests)
		}
	}
	// One step on both sides of the promise, and two on both sides of an end.
	for i, want := range map[int]string{0: "1h2m 1h3m", 1: "1h7m 1h9m", 2: "8m 10m 14m", 3: "6h4m 6h5m"} {
		var at []string
		for _, q := range f.Tests[i].Exprs {
			at = append(at, q.At)
		}
		if got := strings.Join(at, " "); got != want {
			t.Errorf("test %d, %s, asks at %s, want %s", i, f.Tests[i].Name, got, want)
		}
	}
	if got, want := f.RuleFiles[0], "api.rules.json"; got != want {
		t.Errorf("rule file %s, want %s", got, want)
	}
}

// TestTestsAgreeWithOurOwnEngine plays each emitted outage through Rate and
// Machine: the promise of Detect, the functions and the state machine must meet.
func TestTestsAgreeWithOurOwnEngine(t *testing.T) {
	p := apiPolicy(t)
	p.For = 2 * time.Minute
	for i, a := range p.Alerts[:2] {
		for _, ratio := range []float64{1, .5, .1} {
			want, _ := a.Detect(ratio)
			if got := fireAfter(a, ratio, p.For); got < want+p.For-time.Minute || got > want+p.For+2*time.Minute {
				t.Errorf("alert %d at ratio %v fires after %v, want %v + %v", i, ratio, got, want, p.For)
			}
		}
	}
}

// fireAfter feeds minutes of 1000 requests and returns when the alert fires.
func fireAfter(a alerting.BurnAlert, ratio float64, hold time.Duration) time.Duration {
	m := rules.NewMachine(rules.Rule{Alert: "A", For: hold})
	start := int(a.Long/time.Minute) + 5
	var all, bad []promql.Point
	for i := range start * 3 {
		failed := 0.0
		if i > start {
			failed = 1000 * ratio * float64(i-start)
		}
		all = append(all, promql.Point{T: int64(i) * 60_000, V: 1000 * float64(i)})
		bad = append(bad, promql.Point{T: int64(i) * 60_000, V: failed})
		now := at(int64(i) * 60)
		over := func(w time.Duration) bool {
			n, _ := promql.Rate(all, now, w)
			e, ok := promql.Rate(bad, now, w)
			return ok && e/n > a.Threshold
		}
		var result []promql.Sample
		if over(a.Long) && over(a.Short) {
			result = []promql.Sample{{Value: 1}}
		}
		m.Eval(now, result, nil)
		if as := m.Alerts(); len(as) == 1 && as[0].State == rules.Firing {
			return time.Duration(i-start) * time.Minute
		}
	}
	return -1
}

func TestExampleMatches(t *testing.T) {
	for _, pattern := range []string{"5..", "5xx", "500|503", "[45]..", "(error|timeout)", "err.*", "5[0-9]{2}", "x+"} {
		if got := example(pattern); !regexp.MustCompile("^(?:" + pattern + ")$").MatchString(got) {
			t.Errorf("example(%q) = %q, want a match", pattern, got)
		}
	}
}

func TestSeriesOfLatency(t *testing.T) {
	p := apiPolicy(t)
	p.SLI = alerting.SLI{Histogram: "h", Threshold: 300 * time.Millisecond, Bounds: []float64{.3}, Selector: map[string]string{"job": "api"}}
	s := readTests(t, p).Tests[0].Series
	if got, want := s[1].Series, `h_bucket{le="0.3",job="api"}`; got != want || !strings.HasPrefix(s[1].Values, "0+600x62 37200+0x") {
		t.Errorf("series = %+v, want %s, which stops at 37200", s, want)
	}
}
