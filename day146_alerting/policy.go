package alerting

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Policy is a set of burn-rate alerts for one SLO, from the fastest to the
// slowest, and what is needed to write them down for Prometheus.
type Policy struct {
	SLO    SLO
	Alerts []BurnAlert

	Name     string        // names the service in rules and files, [a-z0-9_-]; "" means "service"
	SLI      SLI           // what is counted; the zero value is HTTP requests and 5xx answers
	For      time.Duration // the "for" of every alert; 0 is right, see Verdicts
	Runbooks string        // URL or path prefix of the runbooks; "" means "runbooks/"
	Pipeline Pipeline
}

// Pipeline is what lies between an error and a ringing phone, besides the
// window. Zero fields mean 15 s, 15 s and 30 s, the usual settings.
type Pipeline struct {
	Scrape, Evaluate, GroupWait time.Duration
}

// Worst returns the longest time that the pipeline adds to a detection.
func (p Pipeline) Worst() time.Duration {
	p = p.Defaults()
	return p.Scrape + p.Evaluate + p.GroupWait
}

// Defaults returns p with the usual settings in the place of zeros.
func (p Pipeline) Defaults() Pipeline {
	return Pipeline{
		Scrape:    cmp.Or(p.Scrape, 15*time.Second),
		Evaluate:  cmp.Or(p.Evaluate, 15*time.Second),
		GroupWait: cmp.Or(p.GroupWait, 30*time.Second),
	}
}

// NewPolicy derives the alerts of the tiers; none means DefaultTiers. The error
// joins the reason of everything refused; each wraps ErrImpossible or ErrUnwise.
func NewPolicy(s SLO, tiers ...Tier) (Policy, error) {
	if len(tiers) == 0 {
		tiers = DefaultTiers(s.Period)
	}
	if err := s.validate(); err != nil {
		return Policy{}, err
	}
	p := Policy{SLO: s}
	var errs []error
	for _, t := range tiers {
		a, err := p.alert(t)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		p.Alerts = append(p.Alerts, a)
	}
	// Fastest first: the order is that of the tier label, by which Alertmanager
	// inhibits the slower alerts of an outage.
	slices.SortStableFunc(p.Alerts, func(a, b BurnAlert) int { return cmp.Compare(b.Burn, a.Burn) })
	// All reasons at once: whoever mends the first would meet the second next.
	if err := errors.Join(errs...); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// Windows returns the distinct windows of all alerts, shortest first.
func (p Policy) Windows() []time.Duration {
	var out []time.Duration
	for _, a := range p.Alerts {
		out = append(out, a.Short, a.Long)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// alert derives the alert of one more tier.
func (p Policy) alert(t Tier) (BurnAlert, error) {
	if err := t.validate(); err != nil {
		return BurnAlert{}, err
	}
	a := t.derive(p.SLO)
	if err := a.validate(); err != nil {
		return BurnAlert{}, err
	}
	// Of two alerts with one burn rate, the one with the larger spend is always later
	// and never sees more.
	if slices.ContainsFunc(p.Alerts, func(other BurnAlert) bool { return other.Burn == a.Burn }) {
		return BurnAlert{}, fmt.Errorf("tier %s: %w: another tier has the same burn rate %.4g, "+
			"so the one that spends more only comes later", t, ErrUnwise, a.Burn)
	}
	return a, nil
}
