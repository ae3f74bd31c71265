package dashboard

import (
	"errors"
	"math"
	"net/url"
	"strconv"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
)

// view is all that the page shows, computed once after each round of scrapes and
// never changed: readers take it whole, without a lock.
type view struct {
	At, Started   time.Time
	Targets       []string
	Broken        []string
	Reads         []string // the names behind the signals
	Error         string   // of the last round of scrapes, "" if all went well
	Series        int
	Dropped       uint64
	Rate          float64
	P50, P90, P99 float64
	Classes       []classRow
	Routes        []routeRow
	Saturation    []gaugeRow
	Burns         []burnRow
	BudgetLeft    float64 // share of the period's budget; NaN before any request
	Watched       time.Duration
	Alerts        []alertRow
	Plots         plots
	Requests      float64 // in the ledger
	Bad           float64
}

// burnRow is one window of the table of burn rates.
type burnRow struct {
	Window  time.Duration
	Ratio   float64
	Burn    float64
	Limit   float64 // the burn rate at which an alert with this window fires
	Partly  bool    // the window is longer than the time watched
	Alarmed bool
}

// alertRow is one alert of the page.
type alertRow struct {
	Name, Severity, Summary string
	Runbook                 string // URL, of the policy's own place or of this page's copy
	State                   rules.State
	Since                   time.Time
	Value                   float64
}

// record adds the current values to the plots. Answers that went well are left out
// of the plot of errors, where they would hide the rest; 4xx stay, because a client
// error is an error to the client.
func (m *Monitor) record(at time.Time, x measure, g signals) {
	bs := x.buckets(x.named(g.histogram + "_bucket"))
	m.plots.latency.add(at, []string{"p50", "p90", "p99"}, []float64{promql.Quantile(.5, bs), promql.Quantile(.9, bs), promql.Quantile(.99, bs)})
	m.plots.traffic.add(at, []string{"requests"}, []float64{x.sumRate(x.named(g.requests))})
	var names []string
	var rates []float64
	for _, c := range x.classes(g) {
		if c.Class != "1xx" && c.Class != "2xx" && c.Class != "3xx" {
			names, rates = append(names, c.Class), append(rates, c.Rate)
		}
	}
	m.plots.errors.add(at, names, rates)
	names, rates = nil, nil
	if rows := x.saturation(g); len(rows) > 0 { // one only: bytes and counts share no axis
		names, rates = []string{rows[0].Name}, []float64{rows[0].Value}
		m.plots.saturation.only(rows[0].Name)
	}
	m.plots.saturation.add(at, names, rates)
}

// publish makes the view that readers see from now on.
func (m *Monitor) publish(at time.Time, x measure, g signals, scrapeErr error) {
	v := &view{At: at, Started: m.started, Targets: redacted(m.Scraper.Targets), Broken: x.brokenTargets(), Reads: g.found(), Error: message(scrapeErr),
		Rate: x.sumRate(x.named(g.requests)), Classes: x.classes(g), Routes: x.routes(g, m.failed(g)),
		Saturation: x.saturation(g), Burns: m.burns(), Alerts: m.alerts(),
		Plots: plots{m.plots.latency.snapshot(), m.plots.traffic.snapshot(), m.plots.errors.snapshot(), m.plots.saturation.snapshot()}}
	v.P50, v.P90, v.P99 = newest(v.Plots.latency, 0), newest(v.Plots.latency, 1), newest(v.Plots.latency, 2)
	v.Series, v.Dropped = x.store.Size()
	v.Requests, v.Bad, v.Watched = m.ledger.over(m.policy.SLO.Period)
	v.BudgetLeft = math.NaN()
	if v.Requests > 0 {
		// Only the watched part of the period is known; it counts by its length,
		// which takes the traffic of the rest to have been like it.
		share := float64(v.Watched) / float64(m.policy.SLO.Period)
		v.BudgetLeft = 1 - m.policy.SLO.BurnRate(v.Bad/v.Requests)*share
	}
	m.now.Store(v)
}

// redacted hides passwords: the page is read by more people than may know them.
func redacted(targets []string) []string {
	var out []string
	for _, t := range targets {
		if u, err := url.Parse(t); err == nil {
			out = append(out, u.Redacted())
		}
	}
	return out
}

// newest returns the last value of a line.
func newest(h history, line int) float64 {
	return h.lines[line].Values[len(h.times)-1]
}

// message bounds an error for the page: it may quote what a target sent.
func message(err error) string {
	if err == nil {
		return ""
	}
	// Several targets make a joined error; the page has room for the first.
	var e interface{ Unwrap() []error }
	if errors.As(err, &e) {
		err = e.Unwrap()[0]
	}
	text := []rune(err.Error())
	return string(text[:min(len(text), 300)])
}

// burns returns the burn rate over each window of the policy.
func (m *Monitor) burns() []burnRow {
	var out []burnRow
	for _, w := range m.policy.Windows() {
		row := burnRow{Window: w, Ratio: math.NaN(), Burn: math.NaN()}
		if ratio, ok := m.ratio(w); ok {
			row.Ratio, row.Burn = ratio, m.policy.SLO.BurnRate(ratio)
		}
		_, _, watched := m.ledger.over(w)
		row.Partly = watched < w
		row.Limit = math.Inf(1)
		for _, a := range m.policy.Alerts {
			if a.Long == w || a.Short == w {
				row.Limit = min(row.Limit, a.Burn)
			}
		}
		row.Alarmed = row.Burn > row.Limit
		out = append(out, row)
	}
	return out
}

// alerts returns one row for each alert of the policy, inactive ones too: a page
// that shows nothing does not say that it looked.
func (m *Monitor) alerts() []alertRow {
	var out []alertRow
	for _, machine := range m.machines {
		r := machine.Rule()
		row := alertRow{Name: r.Alert, Severity: r.Labels["severity"], Summary: r.Annotations["summary"], Runbook: r.Annotations["runbook_url"]}
		if m.policy.Runbooks == "" {
			row.Runbook = "?runbook=" + r.Alert
		}
		for _, a := range machine.Alerts() {
			row.State, row.Value, row.Since = a.State, a.Value, a.ActiveAt
			if a.State == rules.Resolved {
				row.Since = a.ResolvedAt
			}
		}
		out = append(out, row)
	}
	return out
}

// sameBound compares an le label with a threshold, whatever its spelling.
func sameBound(le string, threshold time.Duration) bool {
	v, err := strconv.ParseFloat(le, 64)
	return err == nil && v == threshold.Seconds()
}
