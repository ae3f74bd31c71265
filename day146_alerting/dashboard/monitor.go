package dashboard

import (
	"cmp"
	"context"
	"regexp"
	"sync/atomic"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/generate"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
	"workbook/day146_alerting/scrape"
)

// Monitor scrapes services, keeps the account of one SLO and runs its alerts: a
// small Prometheus for one page. Observe and Run must not run at the same time
// as each other; everything that reads, a Dashboard above all, may run any time.
type Monitor struct {
	Scraper *scrape.Scraper // its Interval and Client may be changed before Run

	policy   alerting.Policy
	isError  *regexp.Regexp
	ledger   ledger
	machines []*rules.Machine // one for each alert of the policy, then the absent alert
	plots    plots
	started  time.Time
	now      atomic.Pointer[view] // what readers see: whole, or the one before
}

// plots are the histories behind the four golden signals.
type plots struct{ latency, traffic, errors, saturation history }

// NewMonitor returns a Monitor of the services that expose metrics at the target
// URLs. It starts nothing: call Run. Names that the policy's SLI leaves out are
// found by convention (see signals.go). SLI.Selector counts as far as the scraped
// series have its labels: one that none of a metric's series has is taken for one
// that Prometheus would add, such as job. The error is that of Groups.
func NewMonitor(p alerting.Policy, targets ...string) (*Monitor, error) {
	if _, err := generate.Groups(p); err != nil {
		return nil, err
	}
	m := &Monitor{
		Scraper: &scrape.Scraper{Store: &scrape.Store{}, Targets: targets},
		policy:  p,
		isError: regexp.MustCompile("^(?:" + p.SLI.Defaults().ErrorValue + ")$"), // Groups has compiled it
		ledger:  ledger{period: p.SLO.Period},
	}
	for _, r := range generate.Alerts(p) {
		m.machines = append(m.machines, rules.NewMachine(r))
	}
	m.now.Store(&view{})
	return m, nil
}

// Run scrapes and evaluates until ctx ends, and returns its error.
func (m *Monitor) Run(ctx context.Context) error { return m.Scraper.Run(ctx, m.Observe) }

// Observe evaluates everything after a round of scrapes at the given time, with
// the error of that round.
func (m *Monitor) Observe(at time.Time, scrapeErr error) {
	if m.started.IsZero() {
		m.started = at
	}
	store := m.Scraper.Store
	g := detect(m.policy.SLI, store)
	m.account(at, g)
	m.evaluate(at, g)
	// Four intervals: a rate that survives one lost scrape, and still moves.
	x := measure{store, m.policy.SLI, at, 4 * cmp.Or(m.Scraper.Interval, scrape.DefaultInterval)}
	m.record(at, x, g)
	m.publish(at, x, g, scrapeErr)
}

// account adds what the last scrape counted to the ledger.
func (m *Monitor) account(at time.Time, g signals) {
	t := at.UnixMilli()
	answered := map[string]bool{} // targets that answered the scrape before this one too
	for _, s := range m.Scraper.Store.Select("up") {
		n := len(s.Points)
		answered[s.Labels.Get("instance")] = n > 1 && s.Points[n-2].V == 1
	}
	sum := func(name string, keep func(scrape.Series) bool) float64 {
		total := 0.0
		for _, s := range selected(m.policy.SLI, m.Scraper.Store, name) {
			if keep(s) {
				total += gain(s.Points, t, answered[s.Labels.Get("instance")])
			}
		}
		return total
	}
	all := sum(g.requests, func(scrape.Series) bool { return true })
	if m.policy.SLI.Histogram == "" {
		m.ledger.add(t, all, sum(g.requests, m.failed(g)))
		return
	}
	// For a latency SLI the bucket at the threshold counts what was fast enough.
	fast := sum(g.histogram+"_bucket", func(s scrape.Series) bool { return sameBound(s.Labels.Get("le"), m.policy.SLI.Threshold) })
	m.ledger.add(t, all, max(all-fast, 0))
}

// failed returns the test for series that count failures.
func (m *Monitor) failed(g signals) func(scrape.Series) bool {
	return func(s scrape.Series) bool { return m.isError.MatchString(s.Labels.Get(g.errorLabel)) }
}

// ratio returns the error ratio over a window; ok is false without requests.
func (m *Monitor) ratio(window time.Duration) (v float64, ok bool) {
	total, bad, _ := m.ledger.over(window)
	if total <= 0 {
		return 0, false // 0/0: no requests are neither good nor bad
	}
	return bad / total, true
}

// evaluate runs the alerts, on the ledger where Prometheus would use recordings.
func (m *Monitor) evaluate(at time.Time, g signals) {
	for i, a := range m.policy.Alerts {
		long, ok1 := m.ratio(a.Long)
		short, ok2 := m.ratio(a.Short)
		var result []promql.Sample
		if ok1 && ok2 && long > a.Threshold && short > a.Threshold {
			result = []promql.Sample{{Value: long}}
		}
		m.eval(i, at, result)
	}
	var result []promql.Sample
	if !m.alive(g.requests) {
		result = []promql.Sample{{Value: 1}}
	}
	m.eval(len(m.policy.Alerts), at, result)
}

// eval cannot fail: there is one element at most, and no query.
func (m *Monitor) eval(i int, at time.Time, result []promql.Sample) {
	_ = m.machines[i].Eval(at, result, nil)
}

// alive reports whether any series of the metric was in the last scrape.
func (m *Monitor) alive(name string) bool {
	for _, s := range selected(m.policy.SLI, m.Scraper.Store, name) {
		if n := len(s.Points); n > 0 && !promql.IsStale(s.Points[n-1].V) {
			return true
		}
	}
	return false
}
