package dashboard

import (
	"math"
	"net/url"
	"time"

	"workbook/day146_alerting/rules"
)

// view is all that the page shows, computed once after each round of scrapes and
// never changed: readers take it whole, without a lock.
type view struct {
	Now, Started time.Time
	Targets      []string
	Failures     []failure
	Reads        []read   // what is behind the signals
	Notes        []string // what the numbers do not say
	Series       int
	Dropped      uint64
	Signals      signalsView
	Budget       budgetView
	Burns        []burnRow
	Alerts       []alertRow
}

// signalsView is the four golden signals.
type signalsView struct {
	Rate          float64
	P50, P90, P99 latency
	Classes       []classRow
	Routes        []routeRow
	Saturation    []gaugeRow
	Plots         plots
}

// budgetView is the account of the period.
type budgetView struct {
	Left          float64 // share of the period's budget; NaN before any request
	Requests, Bad float64
	Watched       time.Duration
}

// burnRow is one window of the table of burn rates.
type burnRow struct {
	Window time.Duration
	Ratio  float64
	Burn   float64
	Partly bool // the window is longer than the time watched
	Roles  []role
}

// role is what one alert wants of a window: the window that is long for one is short for another.
type role struct {
	Alert string
	Limit float64 // the burn rate above which it is
	Above bool
}

// alertRow is one alert of the page.
type alertRow struct {
	Name, Severity, Summary string
	Runbook                 string // URL, of the policy's own place or of this page's copy
	State                   rules.State
	Since                   time.Time
	Value                   float64
}

// view makes what readers see from now on.
func (m *Monitor) view(x measure) *view {
	v := &view{
		Now: x.now, Started: m.started, Targets: redacted(m.Scraper.Targets), Failures: m.failures.list(),
		Reads: x.reads(), Notes: x.notes(),
		Signals: m.signalsView(x), Budget: m.budgetView(), Burns: m.burns(), Alerts: m.alerts(),
	}
	v.Series, v.Dropped = x.store.Size()
	return v
}

// signalsView works out the signals, and adds them to the plots.
func (m *Monitor) signalsView(x measure) signalsView {
	buckets := x.buckets(x.latency)
	s := signalsView{
		Rate: x.sumRate(x.requests), P50: quantile(.5, buckets), P90: quantile(.9, buckets), P99: quantile(.99, buckets),
		Classes: x.classes(), Routes: x.routes(), Saturation: x.saturation(),
	}
	m.plots.add(x.now, s)
	s.Plots = m.plots.snapshot()
	return s
}

func (m *Monitor) budgetView() budgetView {
	w := m.ledger.Over(m.policy.SLO.Period)
	return budgetView{Left: 1 - m.ledger.Spent(m.policy.SLO.Budget()), Requests: w.Total, Bad: w.Bad, Watched: w.Watched}
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

// burns returns the burn rate over each window of the policy.
func (m *Monitor) burns() []burnRow {
	var out []burnRow
	for _, length := range m.policy.Windows() {
		w := m.ledger.Over(length)
		row := burnRow{Window: length, Ratio: math.NaN(), Burn: math.NaN(), Partly: w.Watched < length}
		if ratio, ok := w.Ratio(); ok {
			row.Ratio, row.Burn = ratio, m.policy.SLO.BurnRate(ratio)
		}
		for _, a := range m.policy.Alerts {
			if a.Long == length || a.Short == length {
				row.Roles = append(row.Roles, role{Alert: a.String(), Limit: a.Burn, Above: row.Ratio > a.Threshold})
			}
		}
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
		row := alertRow{
			Name: r.Alert, Severity: r.Labels["severity"],
			Summary: r.Annotations["summary"], Runbook: r.Annotations["runbook_url"],
		}
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
