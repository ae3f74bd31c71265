package samplecost

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// The geometry of the drawing, in pixels. It is narrow, one plot below the other,
// so that its text can still be read where it is scaled down to a phone.
const (
	svgWidth, svgHeight   = 480, 760
	plotLeft              = 56
	plotWidth, plotHeight = 380, 200
	legendTop             = 700
)

// svgStyle has the colours that depend on the reader's scheme. Of the lines and
// dots only the rim does: their own colours stand out from both grounds.
const svgStyle = `<style>
svg { background: #fff } .ground { fill: #fff } .rim { stroke: #fff }
.ink { fill: #1f2328 } .dim { fill: #57606a } .grid { stroke: #eaeef2 }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117 } .ground { fill: #0d1117 } .rim { stroke: #0d1117 }
.ink { fill: #e6edf3 } .dim { fill: #9198a1 } .grid { stroke: #30363d }
}
</style>
`

// panel is one plot: a cost on a logarithmic axis against the chance that a
// failed trace is kept.
type panel struct {
	title     string
	top       float64 // of the plot
	low, high float64 // of the cost axis
	cost      func(Cost) float64
}

// SVG draws two plots: what each strategy sends, and what it stores, against
// the chance that it keeps a failed trace. The lines sweep the head's share from
// 0.1% to all; the dots are the strategies as configured.
func (p Params) SVG(w io.Writer) error {
	var b strings.Builder
	full := p.Traces * p.Spans * p.Wire
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" `+
		`font-family="system-ui, sans-serif" font-size="15">`+"\n", svgWidth, svgHeight)
	b.WriteString("<title>What it costs to keep a failed trace</title>\n" + svgStyle)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" class="ground"/>`+"\n", svgWidth, svgHeight)
	text(&b, 16, 26, "ink", "start", "What it costs to keep a failed trace")
	for i, words := range []string{
		fmt.Sprintf("%s traces/s of %s spans", Count(p.Traces), Count(p.Spans)),
		"Upwards: the chance that it is kept.",
		"Lines: the head's share from 0.1% to all, alone (thin)",
		"and before a tail (wide).",
	} {
		text(&b, 16, float64(48+20*i), "dim", "start", words)
	}
	for _, v := range []panel{
		{"sent over the network", 158, full / 1000, full, func(c Cost) float64 { return c.Network }},
		{"stored", 440, full / 1000, full, func(c Cost) float64 { return c.Stored }},
	} {
		p.draw(&b, v)
	}
	p.legend(&b)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// x maps a cost to the axis; what is off the scale sits at its end.
func (v panel) x(cost float64) float64 {
	at := math.Log(max(cost, v.low)/v.low) / math.Log(v.high/v.low)
	return plotLeft + plotWidth*min(at, 1)
}

// y maps a chance to the axis, which grows upwards where SVG grows down.
func (v panel) y(chance float64) float64 { return v.top + plotHeight*(1-chance) }

// draw is one panel: grid, lines, then the dots on top.
func (p Params) draw(b *strings.Builder, v panel) {
	for i := range 5 { // 0% to 100%
		chance := float64(i) / 4
		line(b, plotLeft, v.y(chance), plotLeft+plotWidth, v.y(chance))
		text(b, plotLeft-6, v.y(chance)+5, "dim", "end", Percent(chance))
	}
	for decade := range 4 {
		cost := v.low * math.Pow(10, float64(decade))
		line(b, v.x(cost), v.top, v.x(cost), v.top+plotHeight)
		text(b, v.x(cost), v.top+plotHeight+20, "dim", "middle", Bytes(cost)+"/s")
	}
	text(b, plotLeft+plotWidth/2, v.top-14, "ink", "middle", v.title)
	// The tail's line first and wider: where both run together, both show.
	p.sweep(b, v, HeadThenTail, 5)
	p.sweep(b, v, Head, 2)
	for _, s := range Strategies() {
		c := p.Cost(s)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="6" fill="%s" class="rim" stroke-width="1.5"/>`+"\n",
			v.x(v.cost(c)), v.y(c.KeepErr), colors[s])
	}
}

// sweep draws a strategy for all shares of its head.
func (p Params) sweep(b *strings.Builder, v panel, s Strategy, width int) {
	fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="%d" points="`, colors[s], width)
	for i := range 61 {
		share := math.Pow(10, float64(i)/20-3)
		p.Head, p.HeadFirst = share, share
		c := p.Cost(s)
		fmt.Fprintf(b, "%.1f,%.1f ", v.x(v.cost(c)), v.y(c.KeepErr))
	}
	b.WriteString(`"/>` + "\n")
}

// legend also holds the cost that has no axis, memory.
func (p Params) legend(b *strings.Builder) {
	for i, s := range Strategies() {
		c, y := p.Cost(s), float64(legendTop+22*i)
		fmt.Fprintf(b, `<circle cx="22" cy="%.1f" r="6" fill="%s"/>`+"\n", y-5, colors[s])
		text(b, 38, y, "ink", "start", fmt.Sprintf("%s: keeps %s, %s waiting", p.title(s), Percent(c.KeepErr), Bytes(c.Memory)))
	}
}

// colors are told apart by people who see red and green alike.
var colors = map[Strategy]string{Head: "#0969da", Tail: "#bc4c00", HeadThenTail: "#e3b341"}

func line(b *strings.Builder, x1, y1, x2, y2 float64) {
	fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="grid"/>`+"\n", x1, y1, x2, y2)
}

// text needs no escaping: all of it is numbers and fixed words.
func text(b *strings.Builder, x, y float64, class, anchor, s string) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>`+"\n", x, y, class, anchor, s)
}
