package samplecost

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// The geometry of the drawing, in pixels.
const (
	svgWidth, svgHeight = 960, 436
	plotTop, plotHeight = 86, 270
	plotWidth           = 370
)

// panel is one plot: a cost on a logarithmic axis against the chance that a
// failed trace is kept.
type panel struct {
	title    string
	left     float64
	low, top float64 // of the cost axis
	cost     func(Cost) float64
}

// SVG draws two plots side by side: what each strategy sends, and what it
// stores, against the chance that it keeps a failed trace. The lines sweep the
// head's share from 0.1% to all; the dots are the strategies as configured.
func (p Params) SVG(w io.Writer) error {
	var b strings.Builder
	full := p.Traces * p.Spans * p.Wire
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif" font-size="12">`+"\n", svgWidth, svgHeight)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", svgWidth, svgHeight)
	text(&b, 60, 28, "#1f2328", "start", fmt.Sprintf("What it costs to keep a failed trace: %s traces/s of %s spans", Count(p.Traces), Count(p.Spans)))
	for _, v := range []panel{
		{"sent over the network", 60, full / 1000, full, func(c Cost) float64 { return c.Network }},
		{"stored", 530, full / 1000, full, func(c Cost) float64 { return c.Stored }},
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
	at := math.Log(max(cost, v.low)/v.low) / math.Log(v.top/v.low)
	return v.left + plotWidth*min(at, 1)
}

// y maps a chance to the axis, which grows upwards where SVG grows down.
func y(chance float64) float64 { return plotTop + plotHeight*(1-chance) }

// draw is one panel: grid, lines, then the dots on top.
func (p Params) draw(b *strings.Builder, v panel) {
	for i := range 5 { // 0% to 100%
		chance := float64(i) / 4
		line(b, v.left, y(chance), v.left+plotWidth, y(chance))
		text(b, v.left-6, y(chance)+4, "#57606a", "end", Percent(chance))
	}
	for decade := range 4 {
		cost := v.low * math.Pow(10, float64(decade))
		line(b, v.x(cost), plotTop, v.x(cost), plotTop+plotHeight)
		text(b, v.x(cost), plotTop+plotHeight+18, "#57606a", "middle", Bytes(cost)+"/s")
	}
	text(b, v.left+plotWidth/2, plotTop-14, "#1f2328", "middle", v.title)
	// The tail's line first and wider: where both run together, both show.
	p.sweep(b, v, HeadThenTail, 5)
	p.sweep(b, v, Head, 2)
	for _, s := range Strategies() {
		c := p.Cost(s)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="5.5" fill="%s" stroke="#fff" stroke-width="1.5"/>`+"\n", v.x(v.cost(c)), y(c.KeepErr), colors[s])
	}
}

// sweep draws a strategy for all shares of its head.
func (p Params) sweep(b *strings.Builder, v panel, s Strategy, width int) {
	fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="%d" points="`, colors[s], width)
	for i := range 61 {
		share := math.Pow(10, float64(i)/20-3)
		p.Head, p.HeadFirst = share, share
		c := p.Cost(s)
		fmt.Fprintf(b, "%.1f,%.1f ", v.x(v.cost(c)), y(c.KeepErr))
	}
	b.WriteString(`"/>` + "\n")
}

// legend also holds the cost that has no axis, memory.
func (p Params) legend(b *strings.Builder) {
	for i, s := range Strategies() {
		c := p.Cost(s)
		x := 60 + 300*float64(i)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%d" r="5.5" fill="%s"/>`+"\n", x+6, svgHeight-31, colors[s])
		text(b, x+18, svgHeight-27, "#1f2328", "start", p.title(s)+": keeps "+Percent(c.KeepErr))
		text(b, x+18, svgHeight-11, "#57606a", "start", "holds "+Bytes(c.Memory)+" while it waits")
	}
	text(b, 60, 46, "#57606a", "start", "upwards: the chance that it is kept; lines: the head's share from 0.1% to all, alone (thin) and before a tail (wide)")
}

// colors are told apart by people who see red and green alike.
var colors = map[Strategy]string{Head: "#0969da", Tail: "#bc4c00", HeadThenTail: "#e3b341"}

func line(b *strings.Builder, x1, y1, x2, y2 float64) {
	fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#eaeef2"/>`+"\n", x1, y1, x2, y2)
}

// text needs no escaping: all of it is numbers and fixed words.
func text(b *strings.Builder, x, y float64, fill, anchor, s string) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="%s" text-anchor="%s">%s</text>`+"\n", x, y, fill, anchor, s)
}
