package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"slices"
)

// The drawing, in pixels: one panel a set, one above the other. It is narrow
// and its letters are large, so that they can be read on a telephone.
const (
	svgWidth  = 560
	margin    = 16
	line      = 20  // of text
	letter    = 9.2 // a generous width
	panelBars = 110
	panelFoot = 66 // bounds below the bars, in two rows
	fineBars  = 88 // of the silhouette of the samples
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
		return margin
	}
	share := math.Log(v/a.low) / math.Log(a.high/a.low)
	return margin + min(share, 1)*(svgWidth-2*margin)
}

// drawing returns an SVG of the sets under each other on one axis: the samples
// as a grey silhouette, and as bars what the buckets make of them. It has no
// width of its own: it takes that of the page, a telephone's too.
func drawing(samples []float64, sets []set) []byte {
	var body bytes.Buffer
	a, y := newAxis(samples, sets), 0
	for _, s := range sets {
		y = panel{a, y}.draw(&body, samples, s)
	}
	y = legend(&body, y)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">`+"\n", svgWidth, y)
	b.WriteString("<title>Latencies, and what the buckets make of them</title>\n<style>" + svgStyle + "</style>\n")
	b.Write(body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// A panel draws one set, with the top of its bars, or its next text, at y.
type panel struct {
	axis
	y int
}

// draw returns where the panel ends.
func (p panel) draw(b *bytes.Buffer, samples []float64, s set) int {
	r := s.report
	p.y += line
	text(b, "name", margin, float64(p.y), "start", s.name)
	for _, words := range captions(s) {
		p.y += line
		text(b, "caption", margin, float64(p.y), "start", words)
	}
	for _, slo := range r.SLOs { // a line each: their thresholds may be neighbours
		p.y += line
		p.nameSLO(b, slo.Threshold)
	}
	p.y += 8
	p.silhouette(b, samples)
	p.bars(b, s)
	p.bounds(b, r.Bounds)
	for _, slo := range r.SLOs {
		p.mark(b, "slo", slo.Threshold)
	}
	for _, target := range r.Targets {
		p.mark(b, "true", target.True)
		p.mark(b, "guess", target.Estimate)
	}
	return p.y + panelBars + panelFoot
}

// captions sum a report up, in short lines.
func captions(s set) []string {
	r := s.report
	last := r.Targets[len(r.Targets)-1]
	lines := []string{fmt.Sprintf("p%s: %s read as %s", hundred(last.Quantile), latency(last.True), latency(last.Estimate))}
	for _, slo := range r.SLOs {
		lines = append(lines, fmt.Sprintf("within %s: %s read as %s, %s", latency(slo.Threshold),
			finer(slo.True, slo.Objective), finer(slo.Reported, slo.Objective), verdict(slo)))
	}
	return append(lines, "worst error if latency moves x0.5 to x2: "+relative(r.Worst))
}

// nameSLO names a threshold over its mark, on the side where there is room.
func (p panel) nameSLO(b *bytes.Buffer, threshold float64) {
	label, x, anchor := "SLO "+latency(threshold), p.x(threshold), "start"
	if x+letter*float64(len(label)) > svgWidth {
		anchor = "end"
	}
	text(b, "slo", x, float64(p.y), anchor, label)
}

// silhouette draws the share of samples in narrow stretches of the axis.
func (p panel) silhouette(b *bytes.Buffer, samples []float64) {
	counts := make([]int, fineBars)
	const width = float64(svgWidth-2*margin) / fineBars
	for _, v := range samples {
		counts[min(int((p.x(v)-margin)/width), fineBars-1)]++
	}
	most := float64(slices.Max(counts))
	for i, n := range counts {
		p.bar(b, "samples", margin+float64(i)*width, width, float64(n)/most)
	}
}

// bars draws each bucket over its width, as high as samples are dense in it: a
// bar's area is what it holds, as it is on this axis.
func (p panel) bars(b *bytes.Buffer, s set) {
	r := s.report
	density := make([]float64, len(r.Counts))
	left := make([]float64, len(r.Counts)+1)
	left[0], left[len(r.Counts)] = margin, svgWidth-margin
	for i, bound := range r.Bounds {
		left[i+1] = p.x(bound)
	}
	for i, n := range r.Counts {
		density[i] = float64(n) / max(left[i+1]-left[i], 1)
	}
	most := slices.Max(density)
	for i, d := range density {
		p.bar(b, "held", left[i], left[i+1]-left[i], d/most)
	}
}

func (p panel) bar(b *bytes.Buffer, class string, x, width, share float64) {
	h := share * panelBars
	fmt.Fprintf(b, `<rect class="bar %s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`+"\n", class, x,
		float64(p.y+panelBars)-h, width, h)
}

// bounds marks each bound and prints those for which there is room in one of
// two rows.
func (p panel) bounds(b *bytes.Buffer, bounds []float64) {
	base := float64(p.y + panelBars)
	fmt.Fprintf(b, `<path d="M%d %.1fH%d"/>`+"\n", margin, base, svgWidth-margin)
	var free [2]float64
	for _, bound := range bounds {
		x, label := p.x(bound), latency(bound)
		fmt.Fprintf(b, `<path d="M%.1f %.1fv6"/>`+"\n", x, base)
		half := letter / 2 * float64(len(label))
		x = min(max(x, half), svgWidth-half)
		for row := range free {
			if x-half > free[row] {
				text(b, "bound", x, base+float64(line*(row+1)), "middle", label)
				free[row] = x + half + 10
				break
			}
		}
	}
}

func (p panel) mark(b *bytes.Buffer, class string, v float64) {
	fmt.Fprintf(b, `<path class="mark %s" d="M%.1f %dv%d"/>`+"\n", class, p.x(v), p.y-4, panelBars+4)
}

// legend returns where it ends.
func legend(b *bytes.Buffer, y int) int {
	for _, entry := range [][2]string{{"samples", "the samples"}, {"held", "what the buckets hold"}, {"true", "true quantiles"},
		{"guess", "their estimates (dashed)"}, {"slo", "threshold of the SLO"}} {
		y += line
		fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="13" height="13"/>`+"\n", entry[0], margin, y-12)
		text(b, "caption", margin+20, float64(y), "start", entry[1])
	}
	return y + line
}

func text(b *bytes.Buffer, class string, x, y float64, anchor, s string) {
	fmt.Fprintf(b, `<text class="%s" x="%.1f" y="%.1f" text-anchor="%s">`, class, x, y, anchor)
	_ = xml.EscapeText(b, []byte(s)) // a bytes.Buffer does not fail
	b.WriteString("</text>\n")
}
