package dashboard

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
)

// measure reads current values out of a Store: rates over the last window up to
// now. A value that cannot be known is NaN, which the page shows as a gap.
type measure struct {
	store  *scrape.Store
	sli    alerting.SLI
	now    time.Time
	window time.Duration
}

// named returns the series of a metric that the SLI selects.
func (m measure) named(metric string) []scrape.Series { return selected(m.sli, m.store, metric) }

// sumRate returns the sum of the rates of the series; nothing at all is NaN.
func (m measure) sumRate(series []scrape.Series) float64 {
	// The rates are added, not the counters: see Rate.
	sum, any := 0.0, false
	for _, s := range series {
		if v, ok := promql.Rate(s.Points, m.now, m.window); ok {
			sum, any = sum+v, true
		}
	}
	if !any {
		return math.NaN()
	}
	return sum
}

// buckets merges the rates of all bucket series by bound: the quantile of a
// service is the quantile of its merged buckets.
func (m measure) buckets(series []scrape.Series) []promql.Bucket {
	var out []promql.Bucket
	for _, s := range series {
		le, err := strconv.ParseFloat(s.Labels.Get("le"), 64)
		v, ok := promql.Rate(s.Points, m.now, m.window)
		if err != nil || math.IsNaN(le) || !ok || math.IsNaN(v) {
			continue // a bound that is no number sorts nowhere; a NaN would spread to the total
		}
		if i := slices.IndexFunc(out, func(b promql.Bucket) bool { return b.UpperBound == le }); i >= 0 {
			out[i].Count += v
		} else {
			out = append(out, promql.Bucket{UpperBound: le, Count: v})
		}
	}
	return out
}

// latest returns the sum of the newest values, without what is gone.
func (m measure) latest(series []scrape.Series) float64 {
	sum, any := 0.0, false
	for _, s := range series {
		if n := len(s.Points); n > 0 && !promql.IsStale(s.Points[n-1].V) {
			sum, any = sum+s.Points[n-1].V, true
		}
	}
	if !any {
		return math.NaN()
	}
	return sum
}

// by groups series by what key makes of them, sorted by key, so that rows stay in
// their place from one update of the page to the next.
func by(series []scrape.Series, key func(scrape.Series) string) []group {
	var out []group
	for _, s := range series {
		k := key(s)
		if i := slices.IndexFunc(out, func(g group) bool { return g.key == k }); i >= 0 {
			out[i].series = append(out[i].series, s)
		} else {
			out = append(out, group{k, []scrape.Series{s}})
		}
	}
	slices.SortFunc(out, func(a, b group) int { return cmp.Compare(a.key, b.key) })
	return out
}

// group is the series that share a key.
type group struct {
	key    string
	series []scrape.Series
}

// classRow is the traffic of one class of answers.
type classRow struct {
	Class         string
	Rate, Exposed float64
}

// maxRows bounds every table of the page: labels come from elsewhere, and a
// label with a million values must not make a page of a million rows.
const maxRows = 50

// classes returns the traffic by class of answer, and beside the rates the sums
// just as they were exposed: they can be checked against the service by eye.
func (m measure) classes(g signals) []classRow {
	var out []classRow
	for _, c := range by(m.named(g.requests), func(s scrape.Series) string { return class(s.Labels.Get(g.errorLabel)) }) {
		if len(out) == maxRows {
			break
		}
		out = append(out, classRow{cmp.Or(c.key, "(none)"), m.sumRate(c.series), m.latest(c.series)})
	}
	return out
}

// routeRow is one line of the table of routes.
type routeRow struct {
	Route             string
	Rate, Errors, P99 float64 // requests a second, a ratio, seconds
}

// routes returns the busiest routes, with their share of errors and their p99.
func (m measure) routes(g signals, isError func(scrape.Series) bool) []routeRow {
	key := func(s scrape.Series) string { return s.Labels.Get(g.routeLabel) }
	latency := by(m.named(g.histogram+"_bucket"), key)
	var out []routeRow
	for _, r := range by(m.named(g.requests), key) {
		row := routeRow{Route: cmp.Or(r.key, "(none)"), Rate: m.sumRate(r.series), P99: math.NaN()}
		bad := slices.DeleteFunc(slices.Clone(r.series), func(s scrape.Series) bool { return !isError(s) })
		// No failing series is no failures, as long as there are requests.
		if row.Errors = m.sumRate(bad) / row.Rate; len(bad) == 0 && row.Rate > 0 {
			row.Errors = 0
		}
		if i := slices.IndexFunc(latency, func(l group) bool { return l.key == r.key }); i >= 0 {
			row.P99 = promql.Quantile(.99, m.buckets(latency[i].series))
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b routeRow) int { return cmp.Compare(orLast(b.Rate), orLast(a.Rate)) })
	return out[:min(len(out), maxRows)]
}

// orLast lets NaN sort last.
func orLast(v float64) float64 {
	if math.IsNaN(v) {
		return -1
	}
	return v
}

// gaugeRow is one line of the table of saturation.
type gaugeRow struct {
	Name  string
	Value float64
	Unit  string
}

// saturation returns what tells how full the service is, as far as exposed.
func (m measure) saturation(g signals) []gaugeRow {
	var out []gaugeRow
	// Every name is a convention of the client libraries, and none is certain.
	add := func(name, unit string, v float64) {
		if !math.IsNaN(v) {
			out = append(out, gaugeRow{name, v, unit})
		}
	}
	add("requests in flight", "", m.latest(m.named(g.inFlight)))
	add("CPU", "cores", m.sumRate(m.named("process_cpu_seconds_total")))
	add("memory", "B", m.latest(m.named("process_resident_memory_bytes")))
	add("goroutines", "", m.latest(m.named("go_goroutines")))
	add("file descriptors", "%", 100*m.latest(m.named("process_open_fds"))/m.latest(m.named("process_max_fds")))
	add("heap in use", "B", m.latest(m.named("go_memstats_heap_inuse_bytes")))
	return out
}

// brokenTargets returns the targets that did not answer the last scrape.
func (m measure) brokenTargets() []string {
	var out []string
	for _, s := range m.store.Select("up") {
		if n := len(s.Points); n > 0 && s.Points[n-1].V == 0 {
			out = append(out, s.Labels.Get("instance"))
		}
	}
	return out
}
