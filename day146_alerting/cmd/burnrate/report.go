package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"

	alerting "workbook/day146_alerting"
)

// reportRatios are the error ratios that a report works out: a total outage, half
// of it, one instance of seven, and leaks down to ten times a 99.9% budget.
var reportRatios = []float64{1, .5, .15, .05, .02, .01}

// report is a Policy that is written as tables.
type report struct{ alerting.Policy }

// write writes what the policy means for a service with rps requests a second:
// thresholds and windows, detection, reset, spend, false pages, verdicts.
func (p report) write(w io.Writer, rps float64, sim alerting.Simulation) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	budget := p.SLO.Empty(1/p.SLO.Budget(), 1)
	fmt.Fprintf(t, "SLO %s over %s: the budget is %s of the requests, or %s of total outage\n",
		alerting.FormatPercent(p.SLO.Target), alerting.FormatDuration(p.SLO.Period),
		alerting.FormatPercent(p.SLO.Budget()), alerting.FormatBrief(budget))
	fmt.Fprintf(t, "Traffic %.4g requests/s\n", rps)
	p.policy(t, rps)
	p.detection(t)
	p.spend(t)
	p.falsePages(t, rps, sim)
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

// policy shows what was derived, and how few errors decide. The last column
// is the traffic below which you should not use the alert.
func (p report) policy(w io.Writer, rps float64) {
	fmt.Fprintf(w, "\nPolicy\ttarget\tburn\tthreshold\twindows\terrors needed\tfive needed from\n")
	for _, a := range p.Alerts {
		long, short := alerting.FormatDuration(a.Long), alerting.FormatDuration(a.Short)
		fmt.Fprintf(w, "%s\t%s\t%.4g\t%s\t%s and %s\t%d in %s\t%s requests/s\n",
			a, a.Tier, a.Burn, alerting.FormatDecimal(a.ExactThreshold()),
			long, short, a.ErrorsNeeded(rps), short, alerting.FormatUp(a.LeastTraffic(alerting.FewestErrors)))
	}
}

// detection gives the times by the formulas, from the start of an error
// ratio and from its end, and what the pipeline adds to the first. The worst case
// of each stage is its whole interval: the error comes just after the scrape.
func (p report) detection(w io.Writer) {
	p.table(w, "Detection", func(a alerting.BurnAlert, ratio float64) (time.Duration, bool) { return a.Detect(ratio) })
	stages := p.Pipeline.Defaults()
	fmt.Fprintf(w, "then up to %s more: scrape %s, evaluation %s, group_wait %s",
		alerting.FormatBrief(p.For+p.Pipeline.Worst()), alerting.FormatDuration(stages.Scrape),
		alerting.FormatDuration(stages.Evaluate), alerting.FormatDuration(stages.GroupWait))
	if p.For > 0 {
		fmt.Fprintf(w, ", for %s", alerting.FormatDuration(p.For))
	}
	fmt.Fprintf(w, "\n")
	p.table(w, "Reset", func(a alerting.BurnAlert, ratio float64) (time.Duration, bool) {
		d := a.Reset(ratio)
		return d, d > 0
	})
}

// table writes one line for each alert and a column for each error ratio.
func (p report) table(w io.Writer, title string, cell func(alerting.BurnAlert, float64) (time.Duration, bool)) {
	fmt.Fprintf(w, "\n%s", title)
	for _, ratio := range reportRatios {
		fmt.Fprintf(w, "\t%s", alerting.FormatPercent(ratio))
	}
	fmt.Fprintf(w, "\n")
	for _, a := range p.Alerts {
		fmt.Fprintf(w, "%s", a)
		for _, ratio := range reportRatios {
			if d, ok := cell(a, ratio); ok {
				fmt.Fprintf(w, "\t%s", alerting.FormatBrief(d))
			} else {
				fmt.Fprintf(w, "\tnever")
			}
		}
		fmt.Fprintf(w, "\n")
	}
}

// spend says how much is gone in a total outage: by the windows, and when
// somebody is told at the latest.
func (p report) spend(w io.Writer) {
	fmt.Fprintf(w, "\nSpent in a total outage\twhen it fires\twhen told, at worst\tleft then\n")
	for _, a := range p.Alerts {
		fires, ok := a.Spent(1, p.For) // every judged alert fires in a total outage
		if !ok {
			continue
		}
		told, _ := a.Spent(1, p.For+p.Pipeline.Worst())
		left := p.SLO.Empty(1/p.SLO.Budget(), max(1-told, 0))
		fmt.Fprintf(w, "%s\t%.1f%%\t%.1f%%\t%s\n",
			a, up(100*fires), up(100*told), alerting.FormatBrief(left.Truncate(time.Second)))
	}
}

// falsePages puts both counts side by side. The alerts overlap, and a pager that
// rings already does not ring again, so the sum of the lines is not the last line.
func (p report) falsePages(w io.Writer, rps float64, sim alerting.Simulation) {
	fmt.Fprintf(w, "\nFalse alerts in %s, on a service that just keeps its SLO\tclosed form\tsimulated\n",
		alerting.FormatDuration(p.SLO.Period))
	for i, a := range p.Alerts {
		fmt.Fprintf(w, "%s\t%s\t%.2f\n", a, few(a.FalsePages(rps)), sim.Alerts[i])
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

// up rounds to one digit, upwards but for what is only the rounding of a float64.
func up(v float64) float64 { return math.Ceil(10*v-1e-6) / 10 }
