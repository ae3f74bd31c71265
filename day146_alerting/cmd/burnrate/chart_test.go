package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

func chartOf(t *testing.T, p alerting.Policy) string {
	t.Helper()
	var b bytes.Buffer
	if err := writeChart(&b, p); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("chart is not well-formed: %v", err)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
		t.Errorf("chart holds NaN or Inf:\n%s", b.String())
	}
	return b.String()
}

func TestChart(t *testing.T) {
	svg := chartOf(t, mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day}))
	_, best, _ := strings.Cut(svg, `<path class="best" d="M`)
	best, _, _ = strings.Cut(best, `"`)
	if strings.Count(best, "L") < 100 {
		t.Errorf("the line of the first to fire is %.40q..., want it to follow the curves", best)
	}
	for _, want := range []string{">page 1h<", ">52s<", ">page 6h<", ">2m10s<", ">ticket 3d<", ">4m20s<", ">never<", ">tickets only<", ">0.1%<", ">100%<", ">6h<",
		"error ratio (% of requests, logarithmic)", "time to detection (logarithmic)", "page 1h: never up to 1.44%, then from 1h down to 52s"} {
		if !strings.Contains(svg, want) {
			t.Errorf("chart lacks %q", want)
		}
	}
}

// TestChartKnowsFor: what the alert waits for is part of how long it takes.
func TestChartKnowsFor(t *testing.T) {
	p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day})
	p.For = time.Hour
	svg := chartOf(t, p)
	for _, want := range []string{">1h52s<", "page 1h: never up to 1.44%, then from 2h down to 1h52s"} {
		if !strings.Contains(svg, want) {
			t.Errorf("chart with for: 1h lacks %q", want)
		}
	}
}

// TestChartOfPolicies: odd ones too must draw something sane.
func TestChartOfPolicies(t *testing.T) {
	for _, p := range []alerting.Policy{
		mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day}),
		mustPolicy(t, alerting.SLO{Target: .999999, Period: 90 * day}),
		mustPolicy(t, alerting.SLO{Target: .9, Period: 30 * day},
			alerting.Tier{Spend: .02, Empties: 150 * time.Hour}, alerting.Tier{Spend: .03, Empties: 149 * time.Hour},
			alerting.Tier{Spend: .04, Empties: 148 * time.Hour}, alerting.Tier{Spend: .05, Empties: 147 * time.Hour},
			alerting.Tier{Spend: .06, Empties: 146 * time.Hour}),
		mustPolicy(t, alerting.SLO{Target: .5, Period: 7 * day}, alerting.Tier{Spend: .9, Empties: 100 * time.Hour}),
		mustPolicy(t, alerting.SLO{Target: .9, Period: time.Hour}, alerting.Tier{Spend: .5, Empties: 10 * time.Minute}),
	} {
		separate(t, chartOf(t, p))
	}
}

// separate checks that every upright text is inside the frame and beside all
// others. The width of a letter is taken to be half of its height.
func separate(t *testing.T, svg string) {
	t.Helper()
	type box struct {
		text                     string
		left, right, top, bottom float64
	}
	var all []box
	for _, m := range regexp.MustCompile(`<text class="[a-z]*" text-anchor="([a-z]+)" x="([0-9.]+)" y="([0-9.]+)">([^<]*)<`).FindAllStringSubmatch(svg, -1) {
		x, _ := strconv.ParseFloat(m[2], 64)
		y, _ := strconv.ParseFloat(m[3], 64)
		width := 7.5 * float64(len(m[4]))
		b := box{m[4], x, x + width, y - 13, y}
		if back := map[string]float64{"middle": width / 2, "end": width}[m[1]]; back > 0 {
			b.left, b.right = b.left-back, b.right-back
		}
		if b.left < 0 || b.right > chartW || b.top < 0 || b.bottom > chartH {
			t.Errorf("chart: %+v, want it inside %d by %d", b, chartW, chartH)
		}
		for _, o := range all {
			if b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom {
				t.Errorf("chart: %+v lies over %+v", b, o)
			}
		}
		all = append(all, b)
	}
	if got, want := len(all), 10; got < want {
		t.Errorf("chart has %d texts, want %d or more", got, want)
	}
}

// TestChartIsReadableOnATelephone: letters of fewer than 10 pixels are a guess.
func TestChartIsReadableOnATelephone(t *testing.T) {
	_, size, _ := strings.Cut(chartStyle, "svg{font:")
	size, _, _ = strings.Cut(size, "px")
	letters, err := strconv.ParseFloat(size, 64)
	if got, want := letters*390/chartW, 10.0; err != nil || got < want {
		t.Errorf("letters on a screen of 390 pixels = %.1f pixels (%v), want %v or more", got, err, want)
	}
}

const day = 24 * time.Hour

func mustPolicy(t *testing.T, s alerting.SLO, tiers ...alerting.Tier) alerting.Policy {
	t.Helper()
	p, err := alerting.NewPolicy(s, tiers...)
	if err != nil {
		t.Fatalf("NewPolicy(%v, %v) = %v, want no error", s, tiers, err)
	}
	return p
}
