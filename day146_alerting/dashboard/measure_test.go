package dashboard

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
)

// ordersStore holds a minute of a service with two instances, one of which restarts.
func ordersStore(scrapes int) *scrape.Store {
	s := &scrape.Store{}
	for i := range scrapes {
		n := float64(15 * i)
		restarted := n
		if i >= 3 {
			restarted = float64(15 * (i - 3))
		}
		s.Append("a:1", at(int64(15*i)), []promql.Sample{
			sample("http_requests_total", 1000+n, "code", "200", "route", "/a"),
			sample("http_requests_total", 100+n/5, "code", "503", "route", "/a"),
			sample("http_request_duration_seconds_bucket", 500+n/2, "le", "0.1", "route", "/a"),
			sample("http_request_duration_seconds_bucket", 500+n, "le", "1.0", "route", "/a"),
			sample("http_request_duration_seconds_bucket", 500+n, "le", "+Inf", "route", "/a"),
			sample("process_open_fds", 10), sample("process_max_fds", 40),
		})
		s.Append("b:1", at(int64(15*i)), []promql.Sample{
			sample("http_requests_total", 300+restarted, "code", "200", "route", "/b"),
		})
	}
	return s
}

// measureOf reads a store with the usual names, over the last minute.
func measureOf(s *scrape.Store, seconds int64) measure {
	return observe(measure{store: s, isError: regexp.MustCompile("^5..$"), now: at(seconds), window: time.Minute})
}

func TestMeasure(t *testing.T) {
	s := ordersStore(9)
	m := measureOf(s, 120)
	got := map[string]float64{}
	for _, c := range m.classes() {
		got["rate "+c.Class], got["exposed "+c.Class] = c.Rate, c.Exposed
	}
	bs := m.buckets(m.latency)
	got["p50"], got["p99"] = promql.Quantile(.5, bs), promql.Quantile(.99, bs)
	for _, r := range m.routes() {
		got["rate "+r.Route], got["errors "+r.Route], got["p99 "+r.Route] = r.Rate, r.Errors, r.P99.Seconds
	}
	for _, r := range m.saturation() {
		got[r.Name] = r.Value
	}
	for name, want := range map[string]float64{
		"rate 2xx": 2, "exposed 2xx": 1120 + 375, "rate 5xx": .2, "exposed 5xx": 124,
		"p50": .1, "p99": .982, // half below 0.1: rank .99 is 98% of the way to 1
		"rate /a": 1.2, "errors /a": .2 / 1.2, "rate /b": 1, "errors /b": 0, "p99 /b": nan,
		"file descriptors": 25,
	} {
		if !near(got[name], want) {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
}

func TestMeasureWithoutData(t *testing.T) {
	m := measureOf(&scrape.Store{}, 0)
	if got := m.sumRate(nil); got == got {
		t.Errorf("rate of nothing = %v, want NaN", got)
	}
	if got := m.classes(); len(got) != 0 {
		t.Errorf("classes of nothing = %v, want none", got)
	}
}

func TestTablesAreBounded(t *testing.T) {
	s := &scrape.Store{}
	for i := range 2 {
		var ss []promql.Sample
		for r := range 500 {
			ss = append(ss, sample("http_requests_total", float64(i), "route", fmt.Sprint(r), "code", fmt.Sprintf("code %d", r)))
		}
		s.Append("a:1", at(int64(15*i)), ss)
	}
	m := measureOf(s, 15)
	routes, classes := m.routes(), m.classes()
	if len(routes) != maxRows || len(classes) != maxRows {
		t.Errorf("%d routes and %d classes, want %d of each", len(routes), len(classes), maxRows)
	}
}

// TestBucketsMergeAndLeaveOut: instances add up by bound, whatever its spelling, and
// what is no bound or no number does not spoil the rest.
func TestBucketsMergeAndLeaveOut(t *testing.T) {
	s := &scrape.Store{}
	for i := range 5 {
		n := float64(15 * i)
		bucket := func(le string, v float64) promql.Sample { return sample("h_bucket", v, "le", le) }
		s.Append("a:1", at(int64(15*i)), []promql.Sample{bucket("1", 100+n), bucket("+Inf", 100+2*n), bucket("soon", n), bucket("NaN", n), bucket("2", nan)})
		s.Append("b:1", at(int64(15*i)), []promql.Sample{bucket("1.0", 100+n), bucket("+Inf", 100+n)})
	}
	got := measureOf(s, 60).buckets(s.Select("h_bucket"))
	same := func(a, b promql.Bucket) bool { return a.UpperBound == b.UpperBound && near(a.Count, b.Count) }
	want := []promql.Bucket{{UpperBound: 1, Count: 2}, {UpperBound: math.Inf(1), Count: 3}}
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("buckets = %v, want %v", got, want)
	}
}

// TestLatestLeavesOutWhatIsGone: one instance that went away does not hide the rest.
func TestLatestLeavesOutWhatIsGone(t *testing.T) {
	s := &scrape.Store{}
	for _, target := range []string{"a:1", "b:1"} {
		s.Append(target, at(0), []promql.Sample{sample("in_flight", 3)})
	}
	s.Fail("a:1", at(15))
	if got, want := (measure{store: s}).latest(s.Select("in_flight")), 3.0; got != want {
		t.Errorf("latest = %v, want %v", got, want)
	}
}
