package main

import (
	_ "embed"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/plot"
)

// chartStyle colours a chart that stands alone, dark or light as the reader has it.
//
//go:embed chart.css
var chartStyle string

// The frame of the chart. It is narrow and its letters are large, so that they
// can be read on a telephone.
const (
	chartW, chartH                   = 560, 500
	chartL, chartR, chartT, chartBot = 78, 122, 84, 62
	chartLetter, chartLine           = 9.5, 19 // a generous width
)

// writeChart writes an SVG of detection time against error ratio, both axes
// logarithmic: a curve for each alert, the fastest at each ratio bold, and the
// ratios that never alert shaded.
func writeChart(w io.Writer, p alerting.Policy) error {
	c := chart{p: p,
		x: plot.Scale{Min: leastRatio(p), Max: 1, From: chartL, To: chartW - chartR, Log: true},
		y: plot.Scale{Min: 1, Max: 1, From: chartH - chartBot, To: chartT, Log: true}}
	c.rangeOfTimes()
	c.Open("burn", chartW, chartH, "Detection time against error ratio", c.describe())
	c.Style(chartStyle)
	c.Text("title", "start", plot.Point{X: 12, Y: 26}, "How long until somebody is told?")
	c.Text("muted", "start", plot.Point{X: 12, Y: 48},
		fmt.Sprintf("SLO %s over %s", alerting.FormatPercent(p.SLO.Target), alerting.FormatDuration(p.SLO.Period)))
	c.Text("muted", "start", plot.Point{X: 12, Y: 48 + chartLine}, "bold: first to fire; right: in a total outage")
	c.shade()
	c.axes()
	c.curves()
	_, err := io.WriteString(w, c.Close()+"\n")
	return err
}

// leastRatio is where the axis begins: a decade or so below the last threshold.
func leastRatio(p alerting.Policy) float64 {
	least := .01
	for _, a := range p.Alerts {
		least = min(least, a.Threshold)
	}
	return math.Pow(10, math.Floor(math.Log10(least/2)))
}

// chart is one drawing in the making: the canvas, and a scale for each axis. Time
// grows upwards, so the curve that everybody wants is the lowest.
type chart struct {
	plot.Canvas
	p    alerting.Policy
	x, y plot.Scale
}

// told is when an alert fires after a ratio began: the "for" counts too.
func (c *chart) told(a alerting.BurnAlert, ratio float64) (time.Duration, bool) {
	d, ok := a.Detect(ratio)
	return d + c.p.For, ok
}

// rangeOfTimes covers all curves: from a total outage to the longest window.
func (c *chart) rangeOfTimes() {
	low, high := math.Inf(1), 1.0
	for _, a := range c.p.Alerts {
		d, _ := c.told(a, 1)
		low, high = min(low, d.Seconds()), max(high, (a.Long+c.p.For).Seconds())
	}
	c.y.Min, c.y.Max = max(min(low/2, high/2), .001), high*1.5
}

// describe says in words what the drawing shows, for those who cannot see it.
func (c *chart) describe() string {
	text := "Curves fall from the upper left: the higher the error ratio, the sooner an alert fires."
	for _, a := range c.p.Alerts {
		d, _ := c.told(a, 1)
		text += fmt.Sprintf(" %s: never up to %s, then from %s down to %s in a total outage.",
			a, alerting.FormatPercent(a.Threshold), alerting.FormatDuration(a.Long+c.p.For), alerting.FormatBrief(d))
	}
	return text
}

// shade marks the ratios at which nothing ever alerts, and those at which
// nothing wakes anybody.
func (c *chart) shade() {
	never, page := 1.0, 1.0
	for _, a := range c.p.Alerts {
		never = min(never, a.Threshold)
		if a.Tier.Severity == alerting.Page {
			page = min(page, a.Threshold)
		}
	}
	tall := float64(chartH - chartBot - chartT)
	c.Rect("never", plot.Point{X: chartL, Y: chartT}, c.x.At(never)-chartL, tall)
	if wide := c.x.At(page) - c.x.At(never); wide > 0 {
		c.Rect("slow", plot.Point{X: c.x.At(never), Y: chartT}, wide, tall)
		c.region(c.x.At(never), c.x.At(page), "tickets only")
	}
	c.region(chartL, c.x.At(never), "never")
}

// region names a shaded part at its foot, upright where it is too narrow.
func (c *chart) region(from, to float64, name string) {
	if middle := (from + to) / 2; to-from > chartLetter*float64(len(name)) {
		c.Text("muted", "middle", plot.Point{X: middle, Y: chartH - chartBot - 10}, name)
	} else if to-from > 16 {
		c.VerticalText("muted", plot.Point{X: middle + 4, Y: chartH - chartBot - 50}, name)
	}
}

// chartTimes are the round times that a logarithmic axis of time shows.
var chartTimes = []time.Duration{
	10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute,
	time.Hour, 6 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 10 * 24 * time.Hour, 30 * 24 * time.Hour,
}

// axes draws grid, ticks and titles. The ticks of time are the round times of
// people, not powers of ten seconds.
func (c *chart) axes() {
	bottom := float64(chartH - chartBot)
	for _, d := range chartTimes {
		if s := d.Seconds(); s >= c.y.Min && s <= c.y.Max {
			c.Line("grid", plot.Point{X: chartL, Y: c.y.At(s)}, plot.Point{X: chartW - chartR, Y: c.y.At(s)})
			c.Text("tick", "end", plot.Point{X: chartL - 8, Y: c.y.At(s) + 4}, alerting.FormatDuration(d))
		}
	}
	free := float64(chartW) // from the right: 100% is named, and what has room beside it
	for ratio := 1.0; ratio > c.x.Min*.9999; ratio /= 10 {
		x, label := c.x.At(ratio), decadePercent(ratio)
		c.Line("grid", plot.Point{X: x, Y: chartT}, plot.Point{X: x, Y: bottom})
		if half := chartLetter / 2 * float64(len(label)); x+half < free {
			c.Text("tick", "middle", plot.Point{X: x, Y: bottom + 20}, label)
			free = x - half - 6
		}
	}
	c.Line("frame", plot.Point{X: chartL, Y: bottom}, plot.Point{X: chartW - chartR, Y: bottom})
	c.Line("frame", plot.Point{X: chartL, Y: chartT}, plot.Point{X: chartL, Y: bottom})
	c.Text("unit", "middle", plot.Point{X: (chartL + chartW - chartR) / 2, Y: chartH - 14},
		"error ratio (% of requests, logarithmic)")
	c.VerticalText("unit", plot.Point{X: 18, Y: (chartT + bottom) / 2}, "time to detection (logarithmic)")
}

// decadePercent writes a power of ten as a percentage, without an exponent and
// without the last digits that repeated division gets wrong.
func decadePercent(ratio float64) string {
	return strconv.FormatFloat(math.Round(ratio*1e12)/1e10, 'f', -1, 64) + "%"
}

// curves draws each alert, and under them the fastest.
func (c *chart) curves() {
	c.Path("best", c.curve(c.x.Min, 600, c.fastest)) // about one a pixel, so that the steps down look upright
	var ends []float64                               // labels stand at the right ends, pushed apart if need be
	for i, a := range c.p.Alerts {
		// Just above the threshold an alert takes its long window.
		begin := plot.Point{X: c.x.At(a.Threshold), Y: c.y.At((a.Long + c.p.For).Seconds())}
		line := c.curve(a.Threshold, 60, func(ratio float64) (time.Duration, bool) { return c.told(a, ratio) })
		c.Path(fmt.Sprintf("line line-%d", i%5+1), append([]plot.Point{begin}, line[1:]...))
		ends = append(ends, line[len(line)-1].Y)
	}
	for i, y := range plot.Spread(ends, 2*chartLine, chartH-chartBot-chartLine) {
		a := c.p.Alerts[i]
		d, _ := c.told(a, 1)
		c.Text("name", "start", plot.Point{X: chartW - chartR + 8, Y: y}, a.String())
		c.Text("muted", "start", plot.Point{X: chartW - chartR + 8, Y: y + chartLine - 2}, alerting.FormatBrief(d))
	}
}

// fastest is the first to fire at a ratio; where a faster alert joins in, it steps down.
func (c *chart) fastest(ratio float64) (best time.Duration, ok bool) {
	for _, a := range c.p.Alerts {
		if d, fires := c.told(a, ratio); fires && (!ok || d < best) {
			best, ok = d, true
		}
	}
	return best, ok
}

// curve follows a time from a ratio to a total outage; where there is none it has a gap.
func (c *chart) curve(from float64, steps int, told func(ratio float64) (time.Duration, bool)) []plot.Point {
	var out []plot.Point
	for i := range steps + 1 {
		ratio := math.Exp(math.Log(from) * (1 - float64(i)/float64(steps)))
		p := plot.Point{X: c.x.At(ratio), Y: math.NaN()}
		if d, ok := told(ratio); ok {
			p.Y = c.y.At(d.Seconds())
		}
		out = append(out, p)
	}
	return out
}
