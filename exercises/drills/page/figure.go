package page

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"time"

	"workbook/day146_alerting/plot"
	"workbook/day146_alerting/scrape"
)

// recent is how far back a point of a plot looks. Two scrapes are the least that have a rate.
const recent = 2 * time.Minute

// maxLines is how many lines a plot has colours for.
const maxLines = 6

// figure is one plot and its legend at the cursor.
type figure struct {
	Title  string
	SVG    template.HTML // package plot escapes every text in it
	Legend []legend
}

// legend names a line; the colour has its name beside it.
type legend struct{ Class, Name, Value string }

// A curve computes one line of a plot.
type curve struct {
	name string
	at   func(time.Time) float64
}

func (m measure) figures() []figure {
	requests, latency := m.chosen("_requests_total"), m.chosen("_request_duration_seconds_bucket")
	var traffic, errors, inFlight []curve
	for _, route := range values(requests, "route") {
		traffic = append(traffic, rateOf(route, with(requests, "route", route)))
	}
	for _, class := range []string{"4xx", "5xx"} {
		if failing := with(requests, "class", class); len(failing) > 0 {
			errors = append(errors, rateOf(class, failing))
		}
	}
	gauges := m.chosen("_requests_in_flight")
	for _, instance := range values(gauges, "instance") {
		mine := with(gauges, "instance", instance)
		inFlight = append(inFlight, curve{instance, func(at time.Time) float64 { return latest(mine[0], at) }})
	}
	return []figure{
		m.draw("latency", "Latency", "time", seconds,
			curve{"p50", func(at time.Time) float64 { return quantile(.5, latency, at, recent) }},
			curve{"p95", func(at time.Time) float64 { return quantile(.95, latency, at, recent) }}),
		m.draw("traffic", "Traffic by route", "requests/s", number, traffic...),
		m.draw("errors", "Errors by class", "answers/s", number, errors...),
		m.draw("inflight", "Requests in flight by process", "in flight", number, inFlight...),
	}
}

func rateOf(name string, series []scrape.Series) curve {
	return curve{name, func(at time.Time) float64 { return rate(series, at, recent) }}
}

// draw makes a plot with a mark at the cursor.
func (m measure) draw(id, title, unit string, format func(float64) string, curves ...curve) figure {
	curves = curves[:min(len(curves), maxLines)]
	s := plot.Series{ID: id, Title: title, Unit: unit, Format: format, Mark: float64(m.At.Unix())}
	for at := m.recorded.Start; !at.After(m.recorded.End); at = at.Add(time.Minute) {
		s.Times = append(s.Times, float64(at.Unix()))
	}
	f := figure{Title: title}
	for i, c := range curves {
		line := plot.Line{Name: c.name}
		for _, t := range s.Times {
			line.Values = append(line.Values, c.at(time.Unix(int64(t), 0)))
		}
		if slices.ContainsFunc(line.Values, func(v float64) bool { return !math.IsNaN(v) }) {
			f.Legend = append(f.Legend, legend{fmt.Sprintf("key-%d", i+1), c.name, format(line.Values[m.Minute])})
		}
		s.Lines = append(s.Lines, line)
	}
	f.SVG = template.HTML(s.SVG())
	return f
}
