package alerting

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// ErrImpossible is wrapped by errors about alerts that could never fire, or
// objectives that nothing can meet.
var ErrImpossible = errors.New("impossible")

// ErrUnwise is wrapped by errors about alerts that could fire, but should not
// wake anybody.
var ErrUnwise = errors.New("unwise")

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
func (p Pipeline) Worst() time.Duration { return p.scrape() + p.evaluate() + p.groupWait() }

// scrape and the two below fill in the usual settings.
func (p Pipeline) scrape() time.Duration    { return orDefault(p.Scrape, 15*time.Second) }
func (p Pipeline) evaluate() time.Duration  { return orDefault(p.Evaluate, 15*time.Second) }
func (p Pipeline) groupWait() time.Duration { return orDefault(p.GroupWait, 30*time.Second) }

// NewPolicy derives the alerts of the tiers; none means DefaultTiers. The error
// joins the reason of everything refused; each wraps ErrImpossible or ErrUnwise.
func NewPolicy(s SLO, tiers ...Tier) (Policy, error) {
	if len(tiers) == 0 {
		tiers = DefaultTiers(s.Period)
	}
	if err := s.judge(); err != nil {
		return Policy{}, err
	}
	p := Policy{SLO: s}
	var errs []error
	for _, t := range tiers {
		if err := t.judge(s); err != nil {
			errs = append(errs, err)
			continue
		}
		a := t.work(s)
		if p.hasBurn(a.Burn) {
			errs = append(errs, fmt.Errorf("tier %s: %w: another tier has the same burn rate %.4g, so the one that spends more only comes later", t, ErrUnwise, a.Burn))
			continue
		}
		p.Alerts = append(p.Alerts, a)
	}
	// Fastest first: the order is that of the tier label, by which Alertmanager
	// silences the slower alerts of an outage.
	slices.SortStableFunc(p.Alerts, func(a, b BurnAlert) int { return cmp.Compare(b.Burn, a.Burn) })
	// All reasons at once: whoever mends the first would meet the second next.
	if err := errors.Join(errs...); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// hasBurn finds twins: of two alerts with one burn rate, the one with the larger
// spend is always later and never sees more.
func (p Policy) hasBurn(burn float64) bool {
	return slices.ContainsFunc(p.Alerts, func(a BurnAlert) bool { return a.Burn == burn })
}

// judge refuses objectives without a budget or without a period.
func (s SLO) judge() error {
	switch {
	case math.IsNaN(s.Target) || s.Target <= 0 || s.Target > 1:
		return fmt.Errorf("target %v: %w: want a ratio between 0 and 1", s.Target, ErrImpossible)
	case s.Target == 1:
		return fmt.Errorf("target 100%%: %w: the budget is 0, so the first error ever breaks it and every burn rate is infinite", ErrImpossible)
	case s.Period <= 0:
		return fmt.Errorf("period %v: %w: want a positive duration", s.Period, ErrImpossible)
	}
	return nil
}

// judge refuses tiers whose alert could never fire, or fires inside the SLO.
func (t Tier) judge(s SLO) error {
	if !(t.Spend > 0) || math.IsInf(t.Spend, 0) || t.Empties <= 0 || t.Empties > math.MaxInt64/2 {
		return fmt.Errorf("tier %s: %w: want a positive share and a positive duration", t, ErrImpossible)
	}
	if t.Severity != "" && t.Severity != Page && t.Severity != Ticket {
		return fmt.Errorf("tier %s: %w: severity %.32q: want page or ticket, or nobody knows whether it wakes somebody", t, ErrUnwise, t.Severity)
	}
	a := t.work(s)
	switch {
	// An error ratio is at most 1 and must be above the threshold, so 1 is
	// already out of reach.
	case a.Threshold >= 1:
		return fmt.Errorf("tier %s: %w: burn rate %.4g is not below 1/budget = %.4g, which a total outage burns at", t, ErrImpossible, a.Burn, 1/s.Budget())
	// B <= P/W in other words: W = Spend*Empties and B = P/Empties.
	case t.Spend > 1:
		return fmt.Errorf("tier %s: %w: burn rate %.4g over %s is above period/window = %.4g: the budget is empty before the window is full",
			t, ErrImpossible, a.Burn, promDuration(a.Long), float64(s.Period)/float64(a.Long))
	case a.Burn < 1:
		return fmt.Errorf("tier %s: %w: burn rate %.4g is below 1: it alerts on a service that is within its SLO", t, ErrUnwise, a.Burn)
	case a.Short < time.Second:
		return fmt.Errorf("tier %s: %w: the short window of %v is under a second", t, ErrImpossible, a.Long/12)
	}
	return nil
}
