package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// A timeline draws what a plan takes at the longest, to scale, and what is seen of
// the process from outside. It is narrow and its letters are large, so that they can
// be read on a telephone.
type timeline struct {
	plan   healthcheck.Plan
	pod    healthcheck.Pod
	second float64 // pixels
	body   strings.Builder
}

// The geometry of the drawing, in pixels.
const (
	timelineWidth = 560
	left          = 112 // where the lanes begin: the names stand before them
	before        = 36  // from there to the signal
	laneHeight    = 26
	laneStep      = 38
	top           = 62
	letter        = 8.5 // a generous width
)

const timelineStyle = `text{font:15px system-ui,sans-serif;fill:#444}.name{fill:#111}
.paper{fill:#fff}line{stroke:#777;stroke-dasharray:3 3}
.good{fill:#b7e4c7}.bad{fill:#ffc9c0}.busy{fill:#c5dcfa}.last{fill:#fde3a7}.after{fill:#e2d4f7}.in{fill:#111}
@media(prefers-color-scheme:dark){text{fill:#aaa}.name{fill:#eee}.paper{fill:#16181d}line{stroke:#999}
.good{fill:#1f5c38}.bad{fill:#7d2a20}.busy{fill:#1d4a80}.last{fill:#6b4e00}.after{fill:#4b3478}.in{fill:#fff}}`

// lesson is the plan that fits the defaults of Kubernetes but for the pace of the probe.
func lesson() (healthcheck.Plan, healthcheck.Pod) {
	step := func(name string) healthcheck.Step {
		return healthcheck.Step{Name: name, Timeout: 5 * time.Second, Func: func(context.Context) error { return nil }}
	}
	return healthcheck.Plan{
			Notice: 4 * time.Second,
			Grace:  10 * time.Second,
			After:  []healthcheck.Step{step("worker"), step("flush")},
			Close:  []healthcheck.Step{step("close")},
		}, healthcheck.Pod{
			Period: time.Second, Failures: 3, Timeout: time.Second, Termination: 30 * time.Second,
		}
}

// draw writes the timeline as an SVG.
func (t *timeline) draw(w io.Writer) error {
	end := t.pod.Termination
	t.second = (timelineWidth - 16 - left - before) / end.Seconds()
	seen, shut := t.pod.Notice()-t.pod.Timeout, t.plan.Notice
	quiet := shut + t.plan.Grace
	phases := []bar{{"last", "notice", 0, t.x(shut)}, {"busy", "grace", t.x(shut), t.x(quiet)}}
	for _, s := range append(slices.Clone(t.plan.After), t.plan.Close...) {
		from := phases[len(phases)-1].to
		phases = append(phases, bar{"after", s.Name, from, from + s.Timeout.Seconds()*t.second})
	}
	over := phases[len(phases)-1].to
	t.marks(quiet)
	t.lane(0, "/readyz", bar{"good", "200", -before, 0}, bar{"bad", "503: send me nothing", 0, over})
	t.lane(1, "/livez", bar{"good", "200: do not restart me", -before, over})
	t.lane(2, "balancer", bar{"busy", "sends until it has seen the 503", -before, t.x(seen)})
	t.lane(3, "answers", bar{"busy", "", -before, 0}, bar{"last", "Connection: close", 0, t.x(quiet)})
	t.lane(4, "process", phases...)
	height := top + 5*laneStep + 34
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">
<title>A drain to scale: from SIGTERM to SIGKILL in %v</title>
<style>%s</style>
<rect class="paper" width="%[1]d" height="%[2]d"/>
%[5]s</svg>
`, timelineWidth, height, end, timelineStyle, t.body.String())
	return err
}

// x is where a moment after the signal lies, from the signal.
func (t *timeline) x(after time.Duration) float64 { return after.Seconds() * t.second }

// marks draws the moments that matter, with their times at the foot.
func (t *timeline) marks(quiet time.Duration) {
	for i, m := range []struct {
		name string
		at   time.Duration
	}{{"SIGTERM", 0}, {"Shutdown", t.plan.Notice}, {"grace over", quiet}, {"SIGKILL", t.pod.Termination}} {
		x, y := left+before+t.x(m.at), 22+20*(i%2)
		anchor := "middle"
		if m.at == t.pod.Termination {
			anchor = "end"
		}
		fmt.Fprintf(&t.body, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>`+"\n", x, y+4, x, top+5*laneStep)
		fmt.Fprintf(&t.body, `<text class="name" x="%.1f" y="%d" text-anchor="%s">%s</text>`+"\n", x, y, anchor, m.name)
		fmt.Fprintf(&t.body, `<text x="%.1f" y="%d" text-anchor="%s">%v</text>`+"\n", x, top+5*laneStep+20, anchor, m.at)
	}
}

// A bar is a stretch of a lane, in pixels from the signal.
type bar struct {
	class, text string
	from, to    float64
}

// lane draws the bars of one lane, with their texts inside, or behind where there is no room.
func (t *timeline) lane(row int, name string, bars ...bar) {
	y := top + row*laneStep
	fmt.Fprintf(&t.body, `<text class="name" x="10" y="%d">%s</text>`+"\n", y+18, name)
	for _, b := range bars {
		x := left + before + b.from
		const rect = `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d"/>` + "\n"
		fmt.Fprintf(&t.body, rect, b.class, x, y, b.to-b.from, laneHeight)
		x, anchor := x+(b.to-b.from)/2, "middle"
		if letter*float64(len(b.text)) > b.to-b.from {
			x, anchor = left+before+b.to+6, "start"
		}
		fmt.Fprintf(&t.body, `<text class="in" x="%.1f" y="%d" text-anchor="%s">%s</text>`+"\n", x, y+18, anchor, b.text)
	}
}
