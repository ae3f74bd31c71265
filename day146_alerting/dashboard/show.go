package dashboard

import (
	"math"
	"strconv"
	"time"

	alerting "workbook/day146_alerting"
)

// dash stands where there is no value. It is not 0, and must not look like it.
const dash = "–"

// showCount formats a number with three digits, in full where it is whole.
func showCount(v float64) string {
	switch {
	case math.IsNaN(v):
		return dash
	case math.IsInf(v, 0):
		return strconv.FormatFloat(v, 'g', -1, 64)
	case v == math.Trunc(v) && math.Abs(v) < 1e15: // beyond, digits would be made up
		return strconv.FormatFloat(v, 'f', -1, 64)
	case math.Abs(v) >= 1000: // three digits would end in zeros that were never there
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// showRate formats a number of events a second.
func showRate(v float64) string {
	if math.IsNaN(v) {
		return dash
	}
	return showCount(v) + "/s"
}

// showSeconds picks the unit in which a latency is spoken of.
func showSeconds(v float64) string {
	switch {
	case math.IsNaN(v):
		return dash
	case v == 0 || math.Abs(v) >= 1:
		return showCount(v) + " s"
	case math.Abs(v) >= .001:
		return showCount(v*1000) + " ms"
	}
	return showCount(v*1e6) + " µs"
}

// showLatency says "over" where only the highest bucket bound is known.
func showLatency(l latency) string {
	if l.Over {
		return "over " + showSeconds(l.Seconds)
	}
	return showSeconds(l.Seconds)
}

// showPercent formats a ratio. Three digits keep 0.144% and 0.1% apart, which is
// the difference between an alert and none.
func showPercent(ratio float64) string {
	if math.IsNaN(ratio) {
		return dash
	}
	return showCount(ratio*100) + "%"
}

// showBurn formats a burn rate as a multiple of what is allowed.
func showBurn(v float64) string {
	if math.IsNaN(v) {
		return dash
	}
	return showCount(v) + "×"
}

// showAmount shortens large numbers with k, M, G.
func showAmount(v float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"G", 1e9}, {"M", 1e6}, {"k", 1e4}} {
		if math.Abs(v) >= unit.size && !math.IsInf(v, 0) {
			if unit.name == "k" { // up to five digits are read at a glance
				unit.size = 1e3
			}
			return showCount(v/unit.size) + " " + unit.name
		}
	}
	return showCount(v)
}

// showAgo says how long before now a moment was. The clock of the page is the last
// scrape, not the time of reading: what is shown was true then.
func showAgo(now, then time.Time) string {
	if then.IsZero() {
		return dash
	}
	return alerting.FormatBrief(max(now.Sub(then).Round(time.Second), 0))
}

// showGauge joins an amount and its unit, so that 34 M and B are 34 MB.
func showGauge(v float64, unit string) string {
	text := showAmount(v)
	if last := text[len(text)-1]; unit == "" || unit == "B" && 'A' <= last && last <= 'z' {
		return text + unit
	}
	return text + " " + unit
}
