package dashboard

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"workbook/day146_alerting/scrape"
)

// maxRows bounds every table of the page: labels come from elsewhere, and a
// label with a million values must not make a page of a million rows.
const maxRows = 50

// classRow is the traffic of one class of answers.
type classRow struct {
	Class         string
	Failed        bool // of the SLI, or an error to the client
	Rate, Exposed float64
}

// classes returns the traffic by class of answer, and beside the rates the sums
// just as they were exposed: they can be checked against the service by eye.
func (m measure) classes() []classRow {
	var out []classRow
	for _, c := range by(m.requests, func(s scrape.Series) string { return class(s.Labels.Get(m.signals.errorLabel)) }) {
		if len(out) == maxRows {
			break
		}
		failed := c.key == "4xx" || c.key == "5xx" || slices.ContainsFunc(c.series, m.failed)
		out = append(out, classRow{cmp.Or(c.key, "(no class)"), failed, m.sumRate(c.series), m.latest(c.series)})
	}
	return out
}

// class shortens a status code to its class: 503 is 5xx. Anything else stays.
func class(code string) string {
	if len(code) == 3 && code[0] >= '1' && code[0] <= '5' && strings.Trim(code[1:], "0123456789x") == "" {
		return code[:1] + "xx"
	}
	return code
}

// failing adds up the rates of the classes that are failures. NaN without any
// rate: not knowing is not 0 errors.
func failing(classes []classRow, rate float64) float64 {
	sum := 0 * rate
	for _, c := range classes {
		if c.Failed && c.Rate > 0 {
			sum += c.Rate
		}
	}
	return sum
}

// routeRow is one line of the table of routes.
type routeRow struct {
	Route        string
	Rate, Errors float64 // requests a second, a ratio
	P99          latency
}

// routes returns the busiest routes, with their share of errors and their p99.
func (m measure) routes() []routeRow {
	key := func(s scrape.Series) string { return s.Labels.Get(m.signals.routeLabel) }
	slow := by(m.latency, key)
	var out []routeRow
	for _, r := range by(m.requests, key) {
		row := routeRow{Route: cmp.Or(r.key, "(none)"), Rate: m.sumRate(r.series), P99: latency{Seconds: math.NaN()}}
		bad := slices.DeleteFunc(slices.Clone(r.series), func(s scrape.Series) bool { return !m.failed(s) })
		row.Errors = m.sumRate(bad) / row.Rate
		if len(bad) == 0 && row.Rate > 0 { // no failing series is no failures, as long as there are requests
			row.Errors = 0
		}
		if i := slices.IndexFunc(slow, func(l group) bool { return l.key == r.key }); i >= 0 {
			row.P99 = quantile(.99, m.buckets(slow[i].series))
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

// saturation returns what tells how full the service is, as far as exposed. Every
// name is a convention of the client libraries, and none is certain.
func (m measure) saturation() []gaugeRow {
	latest := func(name string) float64 { return m.latest(m.named(name)) }
	rows := []gaugeRow{
		{"requests in flight", latest(m.signals.inFlight), ""},
		{"CPU", m.sumRate(m.named("process_cpu_seconds_total")), "cores"},
		{"memory", latest("process_resident_memory_bytes"), "B"},
		{"goroutines", latest("go_goroutines"), ""},
		{"file descriptors", 100 * latest("process_open_fds") / latest("process_max_fds"), "%"},
		{"heap in use", latest("go_memstats_heap_inuse_bytes"), "B"},
	}
	return slices.DeleteFunc(rows, func(r gaugeRow) bool { return math.IsNaN(r.Value) })
}

// sameBound compares an le label with a threshold, whatever its spelling.
func sameBound(le string, threshold time.Duration) bool {
	v, err := strconv.ParseFloat(le, 64)
	return err == nil && v == threshold.Seconds()
}
