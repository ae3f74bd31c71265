package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"slices"
)

// The drawing, in pixels: one panel a set, one above the other.
const (
	svgWidth    = 1000
	marginLeft  = 30
	marginRight = 30
	panelTop    = 46 // text above the bars
	panelBars   = 110
	panelFoot   = 44 // bounds below the bars
	panelHeight = panelTop + panelBars + panelFoot
	fineBars    = 120 // of the silhouette of the samples
)

// An axis places latencies on a logarithmic scale.
type axis struct{ low, high float64 }

// newAxis spans the samples and the bounds of all sets, with some air.
func newAxis(samples []float64, sets []set) axis {
	a := axis{slices.Min(samples), slices.Max(samples)}
	for _, s := range sets {
		for _, b := range s.report.Bounds {
			a.low, a.high = min(a.low, b), max(a.high, b)
		}
	}
	return axis{a.low / 1.5, a.high * 1.5}
}

// x returns the pixel of v; what is outside lands on the edge.
func (a axis) x(v float64) float64 {
	if v <= a.low {
		return marginLeft
	}
	share := math.Log(v/a.low) / math.Log(a.high/a.low)
	return marginLeft + min(share, 1)*(svgWidth-marginLeft-marginRight)
}

// drawing returns an SVG of the sets under each other on one axis: the samples
// as a grey silhouette, and as bars what the buckets make of them. It has no
// width of its own: it takes that of the page, a telephone's too.
func drawing(samples []float64, sets []set) []byte {
	var b bytes.Buffer
	height := len(sets)*panelHeight + 40
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">`+"\n", svgWidth, height)
	b.WriteString("<title>Latencies, and what the buckets make of them</title>\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", svgWidth, height)
	a := newAxis(samples, sets)
	for i, s := range sets {
		panel{a, i*panelHeight + panelTop}.draw(&b, samples, s)
	}
	legend(&b, height-18)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// A panel draws one set, with the top of its bars at y.
type panel struct {
	axis
	y int
}

func (p panel) draw(b *bytes.Buffer, samples []float64, s set) {
	r := s.report
	text(b, marginLeft, float64(p.y-28), "start", "#111", 15, s.name)
	text(b, svgWidth-marginRight, float64(p.y-28), "end", "#444", 12, caption(s))
	p.silhouette(b, samples)
	p.bars(b, s)
	p.bounds(b, r.Bounds)
	for _, slo := range r.SLOs {
		p.line(b, slo.Threshold, "#c62828", "")
		text(b, p.x(slo.Threshold)+4, float64(p.y-6), "start", "#c62828", 12, "SLO "+latency(slo.Threshold))
	}
	for _, target := range r.Targets {
		p.line(b, target.True, "#1b5e20", "")
		p.line(b, target.Estimate, "#e65100", "4 3")
	}
}

// caption sums a report up in one line.
func caption(s set) string {
	r := s.report
	last := r.Targets[len(r.Targets)-1]
	line := fmt.Sprintf("p%s: %s read as %s", hundred(last.Quantile), latency(last.True), latency(last.Estimate))
	for _, slo := range r.SLOs {
		line += fmt.Sprintf(" · within %s: %s read as %s", latency(slo.Threshold), finer(slo.True, slo.Objective), finer(slo.Reported, slo.Objective))
	}
	return line + " · worst error under drift: " + relative(r.Worst)
}

// silhouette draws the share of samples in narrow stretches of the axis.
func (p panel) silhouette(b *bytes.Buffer, samples []float64) {
	counts := make([]int, fineBars)
	const width = float64(svgWidth-marginLeft-marginRight) / fineBars
	for _, v := range samples {
		counts[min(int((p.x(v)-marginLeft)/width), fineBars-1)]++
	}
	most := float64(slices.Max(counts))
	for i, n := range counts {
		if n > 0 {
			p.bar(b, marginLeft+float64(i)*width, width, float64(n)/most, "#cfd8dc", 1)
		}
	}
}

// bars draws each bucket over its width, as high as samples are dense in it: a
// bar's area is what it holds, as it is on this axis.
func (p panel) bars(b *bytes.Buffer, s set) {
	r := s.report
	density := make([]float64, len(r.Counts))
	left := make([]float64, len(r.Counts)+1)
	left[0], left[len(r.Counts)] = marginLeft, svgWidth-marginRight
	for i, bound := range r.Bounds {
		left[i+1] = p.x(bound)
	}
	for i, n := range r.Counts {
		density[i] = float64(n) / max(left[i+1]-left[i], 1)
	}
	most := slices.Max(density)
	for i, d := range density {
		p.bar(b, left[i], left[i+1]-left[i], d/most, "#1565c0", 0.45)
	}
}

func (p panel) bar(b *bytes.Buffer, x, width, share float64, colour string, opacity float64) {
	h := share * panelBars
	fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity="%g"/>`+"\n",
		x, float64(p.y+panelBars)-h, width, h, colour, opacity)
}

// bounds marks each bound and prints those for which there is room.
func (p panel) bounds(b *bytes.Buffer, bounds []float64) {
	base := float64(p.y + panelBars)
	fmt.Fprintf(b, `<path d="M%d %.1fH%d" stroke="#444"/>`+"\n", marginLeft, base, svgWidth-marginRight)
	free := 0.0
	for _, bound := range bounds {
		x := p.x(bound)
		fmt.Fprintf(b, `<path d="M%.1f %.1fv6" stroke="#444"/>`+"\n", x, base)
		label := latency(bound)
		half := float64(len(label)) * 3.4
		if x-half > free {
			text(b, x, base+19, "middle", "#444", 11, label)
			free = x + half + 3
		}
	}
}

func (p panel) line(b *bytes.Buffer, v float64, colour, dash string) {
	fmt.Fprintf(b, `<path d="M%.1f %dv%d" stroke="%s" stroke-width="1.5" stroke-dasharray="%s"/>`+"\n", p.x(v), p.y-4, panelBars+4, colour, dash)
}

func legend(b *bytes.Buffer, y int) {
	x := float64(marginLeft)
	for _, entry := range []struct{ colour, label string }{
		{"#cfd8dc", "the samples"}, {"#1565c0", "what the buckets hold"}, {"#1b5e20", "true quantiles"},
		{"#e65100", "their estimates (dashed)"}, {"#c62828", "threshold of the SLO"},
	} {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="12" height="12" fill="%s"/>`+"\n", x, y-10, entry.colour)
		text(b, x+18, float64(y), "start", "#444", 12, entry.label)
		x += 54 + 6.2*float64(len(entry.label))
	}
}

func text(b *bytes.Buffer, x, y float64, anchor, colour string, size int, s string) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-size="%d">`, x, y, anchor, colour, size)
	_ = xml.EscapeText(b, []byte(s)) // a bytes.Buffer does not fail
	b.WriteString("</text>\n")
}
