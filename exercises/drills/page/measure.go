package page

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
	"workbook/exercises/drills/recording"
)

// window is how far back a rate looks: five scrapes.
const window = 5 * time.Minute

// measure asks the scrapes for what the reader has chosen.
type measure struct {
	recorded *recording.Recording
	selection
}

// chosen returns the series of a metric of the service, of the chosen process and route alone.
func (m measure) chosen(suffix string) (found []scrape.Series) {
	for _, s := range m.recorded.Store.Select(m.Service + suffix) {
		route := s.Labels.Get("route")
		if (m.Instance == "" || s.Labels.Get("instance") == m.Instance) && (m.Route == "" || route == "" || route == m.Route) {
			found = append(found, s)
		}
	}
	return found
}

// rate adds up the rates of series; NaN when none of them has one.
func rate(series []scrape.Series, at time.Time, window time.Duration) float64 {
	sum, known := 0.0, false
	for _, s := range series {
		if v, ok := promql.Rate(s.Points, at, window); ok {
			sum, known = sum+v, true
		}
	}
	if !known {
		return math.NaN()
	}
	return sum
}

// latest returns the last value at or before a time; NaN when there is none, or when the process is gone.
func latest(s scrape.Series, at time.Time) float64 {
	v := math.NaN()
	for _, p := range s.Points {
		if p.T <= at.UnixMilli() {
			v = p.V
		}
	}
	return v
}

// with returns the series whose label has the value.
func with(series []scrape.Series, label, value string) []scrape.Series {
	return slices.DeleteFunc(slices.Clone(series), func(s scrape.Series) bool { return s.Labels.Get(label) != value })
}

// values returns the distinct values of a label.
func values(series []scrape.Series, label string) (list []string) {
	for _, s := range series {
		list = append(list, s.Labels.Get(label))
	}
	return distinct(list)
}

// quantile is histogram_quantile over the rates of bucket series.
func quantile(q float64, series []scrape.Series, at time.Time, window time.Duration) float64 {
	var buckets []promql.Bucket
	for _, le := range values(series, "le") {
		bound, err := strconv.ParseFloat(le, 64)
		count := rate(with(series, "le", le), at, window)
		if err != nil || math.IsNaN(count) {
			return math.NaN()
		}
		buckets = append(buckets, promql.Bucket{UpperBound: bound, Count: count})
	}
	return promql.Quantile(q, buckets)
}

// routeRow is one route of one process at the cursor.
type routeRow struct {
	Instance, Route     string
	Rate, Failed        string // requests a second; the share of 5xx
	Refused, Half, Slow string // the share of 4xx; p50 and p95
}

func (m measure) routes() (rows []routeRow) {
	requests, latency := m.chosen("_requests_total"), m.chosen("_request_duration_seconds_bucket")
	for _, instance := range values(requests, "instance") {
		mine, timed := with(requests, "instance", instance), with(latency, "instance", instance)
		for _, route := range values(mine, "route") {
			all := with(mine, "route", route)
			total := rate(all, m.At, window)
			share := func(class string) string {
				return percent(known(rate(with(all, "class", class), m.At, window)) / total)
			}
			slow := with(timed, "route", route)
			rows = append(rows, routeRow{instance, route, number(total), share("5xx"), share("4xx"),
				seconds(quantile(.5, slow, m.At, window)), seconds(quantile(.95, slow, m.At, window))})
		}
	}
	return rows
}

// known is v, and 0 for a NaN: no failing series is no failures.
func known(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "-"
	case v == math.Trunc(v):
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.3g%%", 100*v)
}

func seconds(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return time.Duration(v * 1e9).Round(time.Millisecond).String()
}
