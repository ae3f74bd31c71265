package samplecost

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// Table writes the strategies side by side. n is the number of failed traces in
// the row "one of n", and observed, when it is not empty, adds what Simulate
// found, in the order of Strategies.
func (p Params) Table(w io.Writer, n int, observed []Observed) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s traces/s of %s spans, %s B on the wire and %s B in memory each;\n",
		Count(p.Traces), Count(p.Spans), Count(p.Wire), Count(p.Heap))
	fmt.Fprintf(&b, "%s fail, %s are slow; a tail sampler waits %v, on %d collector(s).\n\n",
		Percent(p.Errors), Percent(p.Slow), p.Wait, p.Collectors)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range append(p.costRows(n), simulatedRows(observed)...) {
		fmt.Fprintf(t, "%-31s", row.name) // tabwriter aligns all columns alike, and this one is text
		for i, s := range Strategies() {
			fmt.Fprint(t, "\t", row.cell(i, p.Cost(s)))
		}
		fmt.Fprintln(t, "\t")
	}
	if err := t.Flush(); err != nil {
		return err
	}
	p.notes(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// tableRow is one row: its name, and the text for the i-th strategy.
type tableRow struct {
	name string
	cell func(i int, c Cost) string
}

// costRows are what the formulas say: first what it costs, then what it shows.
func (p Params) costRows(n int) []tableRow {
	rows := []tableRow{
		{"", func(i int, _ Cost) string { return p.title(Strategies()[i]) }},
		{"network", func(_ int, c Cost) string { return Bytes(c.Network) + "/s" }},
		{"between collectors", func(_ int, c Cost) string { return Bytes(c.Routing) + "/s" }},
		{"memory, waiting", func(_ int, c Cost) string { return Bytes(c.Memory) }},
		{"memory, each collector", func(_ int, c Cost) string { return Bytes(c.Memory / float64(p.Collectors)) }},
		{"stored", func(_ int, c Cost) string { return Bytes(c.Stored) + "/s" }},
		{"a failed trace is kept", func(_ int, c Cost) string { return Percent(c.KeepErr) }},
		{fmt.Sprintf("one of %d failed traces", n), func(_ int, c Cost) string { return Percent(AtLeastOne(c.KeepErr, n)) }},
		{fmt.Sprintf("error share %s reads, plain", Percent(p.Errors)),
			func(_ int, c Cost) string { return Percent(c.NaiveErrorShare) }},
		{"rate reads, plain", func(_ int, c Cost) string { return Count(c.NaiveRate) + "/s" }},
		{fmt.Sprintf("weighted rate over %v", p.Window), func(_ int, c Cost) string { return "± " + Percent(c.RateError) }},
		{"weighted error rate", func(_ int, c Cost) string { return "± " + Percent(c.ErrorRateError) }},
	}
	if p.Slow > 0 {
		rows = append(rows, tableRow{fmt.Sprintf("slow share %s reads, plain", Percent(p.Slow)),
			func(_ int, c Cost) string { return Percent(c.NaiveSlowShare) }})
	}
	return rows
}

// simulatedRows stand below the formulas that they should agree with.
func simulatedRows(observed []Observed) []tableRow {
	if len(observed) == 0 {
		return nil
	}
	return []tableRow{
		{"simulated: failed kept", func(i int, _ Cost) string {
			return fmt.Sprintf("%d of %d", observed[i].KeptFailed, observed[i].Failed)
		}},
		{"simulated: share, plain", func(i int, _ Cost) string { return Percent(observed[i].NaiveErrorShare()) }},
		{"simulated: share, weighted", func(i int, _ Cost) string {
			return Percent(observed[i].WeightedFail / observed[i].Weighted)
		}},
	}
}

// title heads a column.
func (p Params) title(s Strategy) string {
	switch s {
	case Head:
		return "head " + Percent(p.Head)
	case Tail:
		return "tail, base " + Percent(p.Baseline)
	}
	return "head " + Percent(p.HeadFirst) + " + tail"
}

// notes are about traces that cross several services or collectors.
func (p Params) notes(b *strings.Builder) {
	five := []float64{p.Head, p.Head, p.Head, p.Head, p.Head}
	fmt.Fprintf(b, "\nThrough 5 services at %s each, a trace is whole with %s when all decide by its id,\n"+
		"and with %.3g when each tosses a coin.\n",
		Percent(p.Head), Percent(Consistent(five...)), Independent(five...))
	if n := float64(p.Collectors); n > 1 {
		fmt.Fprintf(b, "Without routing by trace id, one of the %d collectors sees a whole trace with %.3g.\n",
			p.Collectors, math.Pow(n, 1-p.Spans))
	}
}

// Bytes writes a number of bytes in decimal units, which is what networks and
// bills use.
func Bytes(n float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}} {
		if n >= u.size/10 && n >= 1e3 {
			return fmt.Sprintf("%.2f %s", n/u.size, u.name)
		}
	}
	return fmt.Sprintf("%.0f B", n)
}

// Percent writes a share to three digits.
func Percent(p float64) string {
	switch {
	case math.IsNaN(p):
		return "nothing kept"
	case math.IsInf(p, 0):
		return "unknown"
	}
	return fmt.Sprintf("%.3g%%", p*100)
}

// Count writes a number with commas between thousands.
func Count(n float64) string {
	if n < 1000 {
		return fmt.Sprintf("%.4g", n)
	}
	s := fmt.Sprintf("%.0f", n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
