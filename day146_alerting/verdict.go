package alerting

import (
	"fmt"
	"math"
	"time"
)

// FewestErrors is how many errors the short window of an alert should need: with
// fewer, the bad luck of a handful of users decides who gets up.
const FewestErrors = 5

// Verdict is one judgement on a policy.
type Verdict struct {
	Refuse bool   // do not use the policy like this
	Reason string // what is wrong, or what is good to know, with numbers
}

// note is good to know.
func note(format string, args ...any) Verdict { return Verdict{false, fmt.Sprintf(format, args...)} }

// refuse is a reason not to use the policy.
func refuse(format string, args ...any) Verdict { return Verdict{true, fmt.Sprintf(format, args...)} }

// Verdicts judges a policy that NewPolicy has accepted, for a service with rps
// requests a second. It also says what the policy leaves uncovered.
func (p Policy) Verdicts(rps float64) []Verdict {
	var out []Verdict
	for i, a := range p.Alerts {
		out = append(out, a.traffic(rps)...)
		out = append(out, p.scrapes(a)...)
		if j := p.faster(i); j >= 0 {
			out = append(out, note("%s: never the first to fire: %s spends no more and catches slower burns too", a, p.Alerts[j]))
		}
	}
	if n := len(p.Alerts); n > 0 {
		out = append(out, p.uncovered(p.Alerts[n-1]))
		out = append(out, p.nobodyPaged()...)
		out = append(out, p.tooSlow(p.Alerts[0])...)
		out = append(out, p.holdCost(p.Alerts[0]))
		out = append(out, p.retention()...)
	}
	return out
}

// traffic refuses a page that few errors can cause, and says so of a ticket.
func (a BurnAlert) traffic(rps float64) []Verdict {
	needed := a.ErrorsNeeded(rps)
	if needed >= FewestErrors {
		return nil
	}
	// A spend is rounded up, so that it is enough.
	spend := a.leastSpend(rps, FewestErrors)
	help := fmt.Sprintf("a spend of %s (longer windows), a lower target, or synthetic requests",
		FormatPercent(math.Ceil(1000*spend)/1000))
	if spend > 1 {
		help = fmt.Sprintf("a lower target, or synthetic requests; no window is long enough, "+
			"with %.3g errors in the whole budget", a.SLO.allowed(rps))
	}
	v := note("%s: too little traffic: %d error(s) in %s fire it, want at least %d; that takes %s requests/s, %s",
		a, needed, FormatDuration(a.Short), FewestErrors, FormatUp(a.LeastTraffic(FewestErrors)), help)
	v.Refuse = a.Tier.Severity == Page
	return []Verdict{v}
}

// scrapes warns about a short window that holds too few scrapes for a rate.
func (p Policy) scrapes(a BurnAlert) []Verdict {
	short := FormatDuration(a.Short)
	// A rate needs two points in its window, and a scrape may fail.
	switch n := int(a.Short / p.Pipeline.Defaults().Scrape); {
	case n < 2:
		return []Verdict{refuse("%s: the short window of %s holds %d scrape(s): a rate needs two", a, short, n)}
	case n < 4:
		return []Verdict{note("%s: the short window of %s holds %d scrapes: one lost scrape leaves a hole, four are comfortable",
			a, short, n)}
	}
	return nil
}

// faster returns the index of an alert that fires no later than alert i at any
// error ratio, or -1. Detection takes Spend*Period*budget/ratio, so a smaller
// spend is always faster; those that see slower burns too stand behind.
func (p Policy) faster(i int) int {
	for j := i + 1; j < len(p.Alerts); j++ {
		if p.Alerts[j].Tier.Spend <= p.Alerts[i].Tier.Spend {
			return j
		}
	}
	return -1
}

// uncovered states the price of the slowest tier.
func (p Policy) uncovered(slowest BurnAlert) Verdict {
	// Below its threshold an alert never fires, so a service may burn at the rate of
	// the slowest one for a whole period, and that many budgets are gone.
	if slowest.Burn == 1 {
		return note("%s is the slowest: at most 1 budget can burn in a period with no alert at all, so the SLO is covered",
			slowest)
	}
	return note("%s is the slowest: up to %.3g budgets can burn in a period with no alert at all; "+
		"a tier that empties in %s closes the gap", slowest, slowest.Burn, FormatDuration(p.SLO.Period))
}

// nobodyPaged tells when even a total outage waits for working hours.
func (p Policy) nobodyPaged() []Verdict {
	for _, a := range p.Alerts {
		if a.Tier.Severity == Page {
			return nil
		}
	}
	return []Verdict{note("no alert pages: even a total outage waits until somebody reads tickets")}
}

// tooSlow tells when no alert can help: the "for" or the pipeline alone takes longer
// than a total outage needs to empty the budget.
func (p Policy) tooSlow(fastest BurnAlert) []Verdict {
	delay := p.For + p.Pipeline.Worst()
	if told, _ := fastest.Spent(1, delay); told < 1 {
		return nil
	}
	empty := FormatBrief(p.SLO.Empty(1/p.SLO.Budget(), 1).Truncate(time.Second))
	if told, _ := fastest.Spent(1, p.Pipeline.Worst()); told < 1 {
		return []Verdict{note("%s: for: %s alone lets a total outage empty the budget, in %s, before anybody is told",
			fastest, FormatDuration(p.For), empty)}
	}
	return []Verdict{note("%s: a total outage empties the budget in %s, before anybody is told (up to %s later): "+
		"this target needs automatic failover, not a pager", fastest, empty, FormatBrief(delay))}
}

// keptByDefault is how long a Prometheus keeps its samples when nobody says otherwise.
const keptByDefault = 15 * 24 * time.Hour

// retention tells of the samples that the rules over the whole period need.
func (p Policy) retention() []Verdict {
	if p.SLO.Period <= keptByDefault {
		return nil
	}
	period := FormatDuration(p.SLO.Period)
	return []Verdict{note("the rules over %s need samples of %s: --storage.tsdb.retention.time is %s by default",
		period, period, FormatDuration(keptByDefault))}
}

// holdCost says what a "for" costs in a total outage. The windows keep out what
// is short already; "for" delays what is long.
func (p Policy) holdCost(fastest BurnAlert) Verdict {
	hold, verb := p.For, "costs"
	if hold == 0 {
		hold, verb = 2*time.Minute, "would cost"
	}
	without, _ := fastest.Spent(1, 0)
	with, _ := fastest.Spent(1, hold)
	return note("%s: for: %s %s from %.1f%% to %.1f%% of the budget in a total outage",
		fastest, FormatDuration(hold), verb, 100*without, math.Ceil(1000*with)/10)
}
