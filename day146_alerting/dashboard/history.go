package dashboard

import (
	"math"
	"slices"
	"time"

	"workbook/day146_alerting/plot"
)

// historyPoints is how many evaluations a plot shows: an hour of 15 s.
const historyPoints = 240

// maxLines bounds the lines of one plot; more could not be told apart.
const maxLines = 6

// plots are the histories behind the four golden signals.
type plots struct{ latency, traffic, errors, saturation history }

// add adds the current values. Answers that went well are left out of the plot of
// errors, where they would hide the rest; 4xx stay, because a client error is an error
// to the client.
func (p *plots) add(now time.Time, s signalsView) {
	p.latency.add(now, []string{"p50", "p90", "p99"}, []float64{s.P50.Seconds, s.P90.Seconds, s.P99.Seconds})
	p.traffic.add(now, []string{"requests"}, []float64{s.Rate})
	var names []string
	var rates []float64
	for _, c := range s.Classes {
		if c.Failed {
			names, rates = append(names, c.Class), append(rates, c.Rate)
		}
	}
	p.errors.add(now, names, rates)
	names, rates = nil, nil
	if rows := s.Saturation; len(rows) > 0 { // one only: bytes and counts share no axis
		names, rates = []string{rows[0].Name}, []float64{rows[0].Value}
		p.saturation.only(rows[0].Name)
	}
	p.saturation.add(now, names, rates)
}

// snapshot returns copies that later columns do not touch.
func (p *plots) snapshot() plots {
	return plots{p.latency.snapshot(), p.traffic.snapshot(), p.errors.snapshot(), p.saturation.snapshot()}
}

// history remembers what the plots show, one column for each evaluation. Values
// are computed once and kept, not computed again from the Store: a plot then shows
// what was known at the time, and drawing a page costs no rates.
type history struct {
	times []float64 // seconds since the epoch
	lines []plot.Line
}

// add appends one column. A line that is new begins with gaps, and one that is
// missing gets a gap.
func (h *history) add(now time.Time, names []string, values []float64) {
	h.times = append(h.times, float64(now.UnixMilli())/1000)
	for i := range h.lines {
		h.lines[i].Values = append(h.lines[i].Values, valueOf(h.lines[i].Name, names, values))
	}
	for i, name := range names {
		known := slices.ContainsFunc(h.lines, func(l plot.Line) bool { return l.Name == name })
		// Which lines exist is decided by scraped labels; how many is decided here.
		if known || len(h.lines) == maxLines {
			continue
		}
		h.lines = append(h.lines, plot.Line{Name: name, Values: append(gaps(len(h.times)-1), values[i])})
	}
	if len(h.times) > historyPoints {
		h.times = h.times[1:]
		for i := range h.lines {
			h.lines[i].Values = h.lines[i].Values[1:]
		}
	}
}

// only begins the plot anew when it shows another line than the one named, which
// may have another scale: after the first scrape memory is known and CPU is not,
// and megabytes would press the cores that follow flat on the axis.
func (h *history) only(name string) {
	if len(h.lines) > 0 && h.lines[0].Name != name {
		*h = history{}
	}
}

// valueOf returns the value that belongs to a name, or NaN, which draws a gap.
func valueOf(name string, names []string, values []float64) float64 {
	if i := slices.Index(names, name); i >= 0 {
		return values[i]
	}
	return math.NaN()
}

// gaps returns n values that draw nothing.
func gaps(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// snapshot returns a copy that later columns do not touch.
func (h *history) snapshot() history {
	out := history{times: slices.Clone(h.times)}
	for _, l := range h.lines {
		out.lines = append(out.lines, plot.Line{Name: l.Name, Values: slices.Clone(l.Values)})
	}
	return out
}
