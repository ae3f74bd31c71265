package dashboard

import (
	"cmp"
	"context"
	"regexp"
	"sync/atomic"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/generate"
	"workbook/day146_alerting/ledger"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
	"workbook/day146_alerting/scrape"
)

// Monitor scrapes services, keeps the account of one SLO and runs its alerts: a
// small Prometheus for one page. Observe and Run must not run at the same time
// as each other; everything that reads, a Handler above all, may run any time.
type Monitor struct {
	Scraper *scrape.Scraper // its Interval, Client and Store's MaxSeries may be changed before Run

	// Trouble, unless nil, is told when the reason why a target gives no numbers
	// changes; an empty reason says that it answers again.
	Trouble func(target, reason string)

	policy   alerting.Policy
	isError  *regexp.Regexp
	ledger   ledger.Ledger
	machines []*rules.Machine // of generate.Alerts, in its order
	plots    plots
	failures failures
	started  time.Time
	current  atomic.Pointer[view] // what readers see: whole, or the one before
}

// NewMonitor returns a Monitor of the services that expose metrics at the target
// URLs. It starts nothing: call Run. Names that the policy's SLI leaves out are
// found by convention (see signals.go). SLI.Selector counts as far as the scraped
// series have its labels: one that none of a metric's series has is taken for one
// that Prometheus would add, such as job. The error is that of generate.Groups.
func NewMonitor(p alerting.Policy, targets ...string) (*Monitor, error) {
	if _, err := generate.Groups(p); err != nil {
		return nil, err
	}
	m := &Monitor{
		Scraper: &scrape.Scraper{Store: &scrape.Store{First: needed(p.SLI)}, Targets: targets},
		policy:  p,
		isError: regexp.MustCompile("^(?:" + p.SLI.Defaults().ErrorValue + ")$"), // Groups has compiled it
		ledger:  ledger.Ledger{Period: p.SLO.Period},
	}
	for _, r := range generate.Alerts(p) {
		m.machines = append(m.machines, rules.NewMachine(r))
	}
	m.current.Store(&view{})
	return m, nil
}

// Run scrapes and evaluates until ctx ends, and returns its error.
func (m *Monitor) Run(ctx context.Context) error { return m.Scraper.Run(ctx, m.Observe) }

// Observe evaluates everything after a round of scrapes at the given time, with
// the error of that round.
func (m *Monitor) Observe(now time.Time, scrapeErr error) {
	if m.started.IsZero() {
		m.started = now
	}
	x := observe(measure{
		store: m.Scraper.Store, sli: m.policy.SLI, isError: m.isError, now: now,
		window: 4 * m.interval(), // a rate that survives one lost scrape, and still moves
	})
	m.ledger.Add(now, x.pages)
	m.evaluate(now, x.alive())
	m.failures.take(scrapeErr, m.Trouble)
	m.current.Store(m.view(x))
}

// interval is the time between two scrapes.
func (m *Monitor) interval() time.Duration { return cmp.Or(m.Scraper.Interval, scrape.DefaultInterval) }

// evaluate runs the alerts, on the ledger where Prometheus would use recordings.
func (m *Monitor) evaluate(now time.Time, alive bool) {
	for i, a := range m.policy.Alerts {
		m.eval(i, now, m.burning(a))
	}
	var silent []promql.Sample
	if !alive {
		silent = []promql.Sample{{Value: 1}}
	}
	m.eval(len(m.policy.Alerts), now, silent)
}

// burning is the result of the alert's expression: the ratio over the long window when it
// is above the threshold in both, and enough requests failed. The rules for Prometheus need no
// such number, because burnrate refuses a page that a few errors can cause; a page that has just
// begun to watch has seen few requests, whatever the traffic.
func (m *Monitor) burning(a alerting.BurnAlert) []promql.Sample {
	long, short := m.ledger.Over(a.Long), m.ledger.Over(a.Short)
	ratio, ok := long.Ratio()
	recent, _ := short.Ratio()
	if !ok || ratio <= a.Threshold || recent <= a.Threshold || short.Bad < alerting.FewestErrors {
		return nil
	}
	return []promql.Sample{{Value: ratio}}
}

// eval cannot fail: there is one element at most, and no query.
func (m *Monitor) eval(i int, now time.Time, result []promql.Sample) {
	_ = m.machines[i].Eval(now, result, nil)
}
