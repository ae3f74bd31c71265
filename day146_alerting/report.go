package alerting

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// reportRatios are the error ratios that a report works out: a total outage, half
// of it, one instance of seven, and leaks down to ten times a 99.9% budget.
var reportRatios = []float64{1, .5, .15, .05, .02, .01}

// Report writes what the policy means for a service with rps requests a second:
// thresholds and windows, detection, reset, spend, false pages, verdicts.
func (p Policy) Report(w io.Writer, rps float64, sim Simulation) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	budget := p.SLO.Empty(1/p.SLO.Budget(), 1)
	fmt.Fprintf(t, "SLO %s over %s: the budget is %s of the requests, or %s of total outage\n", percent(p.SLO.Target), promDuration(p.SLO.Period), percent(p.SLO.Budget()), brief(budget))
	fmt.Fprintf(t, "Traffic %.4g requests/s\n", rps)
	p.reportPolicy(t, rps)
	p.reportDetection(t)
	p.reportSpend(t)
	p.reportFalse(t, rps, sim)
	fmt.Fprintf(t, "\nVerdicts\n")
	for _, v := range p.Verdicts(rps) {
		word := "note"
		if v.Refuse {
			word = "REFUSE"
		}
		fmt.Fprintf(t, "%s: %s\n", word, v.Reason)
	}
	return t.Flush()
}

// reportPolicy shows what was derived, and how few errors decide. The last column
// is the traffic below which you should not use the alert.
func (p Policy) reportPolicy(w io.Writer, rps float64) {
	fmt.Fprintf(w, "\nPolicy\ttarget\tburn\tthreshold\twindows\terrors needed\tfive needed from\n")
	for _, a := range p.Alerts {
		fmt.Fprintf(w, "%s\t%s\t%.4g\t%s\t%s and %s\t%d in %s\t%.3g requests/s\n", a.label(), a.Tier, a.Burn, exact(a.threshold),
			promDuration(a.Long), promDuration(a.Short), a.ErrorsNeeded(rps), promDuration(a.Short), a.LeastTraffic(fewest))
	}
}

// reportDetection gives the times by the formulas, from the start of an error
// ratio and from its end, and what the pipeline adds to the first. The worst case
// of each stage is its whole interval: the error comes just after the scrape.
func (p Policy) reportDetection(w io.Writer) {
	p.reportTable(w, "Detection", func(a BurnAlert, ratio float64) (time.Duration, bool) { return a.Detect(ratio) })
	fmt.Fprintf(w, "then up to %s more: scrape %s, evaluation %s, group_wait %s", brief(p.For+p.Pipeline.Worst()),
		promDuration(p.Pipeline.scrape()), promDuration(p.Pipeline.evaluate()), promDuration(p.Pipeline.groupWait()))
	if p.For > 0 {
		fmt.Fprintf(w, ", for %s", promDuration(p.For))
	}
	fmt.Fprintf(w, "\n")
	p.reportTable(w, "Reset", func(a BurnAlert, ratio float64) (time.Duration, bool) {
		d := a.Reset(ratio)
		return d, d > 0
	})
}

// reportTable writes one line for each alert and a column for each error ratio.
func (p Policy) reportTable(w io.Writer, title string, cell func(BurnAlert, float64) (time.Duration, bool)) {
	fmt.Fprintf(w, "\n%s", title)
	for _, ratio := range reportRatios {
		fmt.Fprintf(w, "\t%s", percent(ratio))
	}
	fmt.Fprintf(w, "\n")
	for _, a := range p.Alerts {
		fmt.Fprintf(w, "%s", a.label())
		for _, ratio := range reportRatios {
			if d, ok := cell(a, ratio); ok {
				fmt.Fprintf(w, "\t%s", brief(d))
			} else {
				fmt.Fprintf(w, "\tnever")
			}
		}
		fmt.Fprintf(w, "\n")
	}
}

// reportSpend says how much is gone in a total outage: by the windows, and when
// somebody is told at the latest.
func (p Policy) reportSpend(w io.Writer) {
	fmt.Fprintf(w, "\nSpent in a total outage\twhen it fires\twhen told, at worst\tleft then\n")
	for _, a := range p.Alerts {
		fires, ok := a.Spent(1, p.For) // every judged alert fires in a total outage
		if !ok {
			continue
		}
		told, _ := a.Spent(1, p.For+p.Pipeline.Worst())
		left := p.SLO.Empty(1/p.SLO.Budget(), max(1-told, 0))
		fmt.Fprintf(w, "%s\t%.1f%%\t%.1f%%\t%s\n", a.label(), 100*fires, 100*told, brief(left))
	}
}

// reportFalse puts both counts side by side. The alerts overlap, and a pager that
// rings already does not ring again, so the sum of the lines is not the last line.
func (p Policy) reportFalse(w io.Writer, rps float64, sim Simulation) {
	fmt.Fprintf(w, "\nFalse alerts in %s, on a service that just keeps its SLO\tclosed form\tsimulated\n", promDuration(p.SLO.Period))
	for i, a := range p.Alerts {
		fmt.Fprintf(w, "%s\t%s\t%.2f\n", a.label(), few(a.FalsePages(rps)), sim.Alerts[i])
	}
	fmt.Fprintf(w, "pages, overlapping ones once\t\t%.2f\n", sim.Pages)
}

// few writes small expectations as small, rather than as 0.00 or 1e-37.
func few(v float64) string {
	if v > 0 && v < .01 {
		return "<0.01"
	}
	return fmt.Sprintf("%.2f", v)
}
