package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"workbook/day142_metrics/buckets"
)

// A set is a set of bounds with a name to print.
type set struct {
	name   string
	report buckets.Report
}

// writeTable compares the sets line by line.
func writeTable(out io.Writer, samples int, sets []set) {
	fmt.Fprintf(out, "%d samples\n\n", samples)
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	row := func(label string, cell func(buckets.Report) string) {
		fmt.Fprint(w, label, "\t")
		for _, s := range sets {
			fmt.Fprint(w, cell(s.report), "\t")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "bounds\t")
	for _, s := range sets {
		fmt.Fprint(w, s.name, "\t")
	}
	fmt.Fprintln(w)
	for i, target := range sets[0].report.Targets {
		row("p"+hundred(target.Quantile)+", truly "+latency(target.True),
			func(r buckets.Report) string { return latency(r.Targets[i].Estimate) })
		row("off by at most", func(r buckets.Report) string { return relative(r.Targets[i].Worst) })
	}
	for i, s := range sets[0].report.SLOs {
		row(fmt.Sprintf("within %s, truly %s", latency(s.Threshold), finer(s.True, s.Objective)),
			func(r buckets.Report) string { return finer(r.SLOs[i].Reported, s.Objective) })
		row(fmt.Sprintf("objective of %s%%", hundred(s.Objective)), func(r buckets.Report) string { return verdict(r.SLOs[i]) })
		row("budget burned falsely", func(r buckets.Report) string { return relative(r.SLOs[i].FalselyBurned()) })
	}
	row("in the first bucket", func(r buckets.Report) string { return percent(r.First) })
	row("above all bounds", func(r buckets.Report) string { return percent(r.Overflow) })
	row("series per label set", func(r buckets.Report) string { return strconv.Itoa(r.Series) })
	row("worst error if latency moves x0.5 to x2", func(r buckets.Report) string { return relative(r.Worst) })
	w.Flush()
}

// verdict compares what is reported with what is true.
func verdict(s buckets.SLOReport) string {
	reported, truly := s.Reported >= s.Objective, s.True >= s.Objective
	switch {
	case reported && truly:
		return "met"
	case reported:
		return "missed, unseen"
	case truly:
		return "FALSE BREACH"
	}
	return "missed"
}

// writeChart draws the samples as these bounds see them.
func writeChart(out io.Writer, s set) {
	const width = 50
	fmt.Fprintf(out, "\nbuckets, %s\n", s.name)
	r := s.report
	total := 0
	for _, n := range r.Counts {
		total += n
	}
	most := slices.Max(r.Counts)
	for i, n := range r.Counts {
		bound := "+Inf"
		if i < len(r.Bounds) {
			bound = latency(r.Bounds[i])
		}
		bar := strings.Repeat("#", (n*width+most-1)/most) // any sample at all shows
		line := fmt.Sprintf("%8s %6s %s", bound, percent(float64(n)/float64(total)), bar)
		for _, slo := range r.SLOs {
			if i < len(r.Bounds) && slo.Threshold == r.Bounds[i] {
				line += " <- SLO"
			}
		}
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
}

// writeLiteral prints the bounds to paste.
func writeLiteral(out io.Writer, r buckets.Report) {
	var bounds []string
	for _, b := range r.Bounds {
		bounds = append(bounds, strconv.FormatFloat(b, 'g', -1, 64))
	}
	fmt.Fprintf(out, "\n[]float64{%s}\n", strings.Join(bounds, ", "))
}

// latency prints seconds as a duration of three digits.
func latency(seconds float64) string {
	if seconds > 1e6 || seconds < 1e-6 {
		return fmt.Sprintf("%.3gs", seconds)
	}
	d := time.Duration(math.Round(seconds * 1e9))
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}

// hundred prints a share in percent with all digits it was given with.
func hundred(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e8)/1e6, 'f', -1, 64)
}

// finer prints a share in percent with one digit more than the objective has:
// 99.93% says something about an objective of 99.9%, and 100% does not.
func finer(share, objective float64) string {
	_, digits, _ := strings.Cut(hundred(objective), ".")
	return fmt.Sprintf("%.*f%%", len(digits)+1, share*100)
}

func percent(share float64) string { return fmt.Sprintf("%.1f%%", share*100) }

func relative(v float64) string {
	if math.IsInf(v, 1) {
		return "unbounded"
	}
	return fmt.Sprintf("%.0f%%", math.Round(v*100)+0) // no minus zero
}
