package page

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"workbook/exercises/drills/recording"
)

// shownLines bounds the list of log lines.
const shownLines = 80

// selection is what the reader has chosen, out of the URL. What is not there is the first service, all of it, at the end.
type selection struct {
	At                time.Time // the cursor
	Minute, Last      int       // the cursor as a number of minutes from the first scrape, and the highest
	Service           string
	Instance, Route   string // "" for all
	Query             string
	Slowest           bool // traces in order of how long they took, not of time
	Services          []string
	Instances, Routed []string
}

// overviewData is what the template sees.
type overviewData struct {
	selection
	Name    string
	Day     string
	Clock   string
	End     string
	Events  []eventRow
	Alerts  []string
	Figures []figure
	Routes  []routeRow
	Buckets bucketTable
	Series  []seriesRow
	Traces  []traceRow
	Lines   []recording.Line
	Found   int
}

func (p *page) overview(w http.ResponseWriter, r *http.Request) {
	s := p.choose(r)
	v := overviewData{selection: s, Name: p.name, Day: p.recorded.End.Format("Monday, 2 January 2006"),
		Clock: s.At.Format("15:04"), End: p.recorded.End.Format("15:04")}
	v.Events, v.Alerts = p.events(s.At)
	m := measure{p.recorded, s}
	v.Figures, v.Routes, v.Buckets, v.Series = m.figures(), m.routes(), m.buckets(), m.series()
	v.Traces = p.traces(s)
	found := slices.DeleteFunc(p.recorded.Search(s.Query), func(l recording.Line) bool { return l.Time.After(s.At) })
	slices.Reverse(found)
	v.Found = len(found)
	v.Lines = found[:min(len(found), shownLines)]
	p.show(w, "overview", v)
}

// choose reads the URL. A value that makes no sense counts as none.
func (p *page) choose(r *http.Request) selection {
	rec := p.recorded
	s := selection{Query: r.FormValue("q"), Slowest: r.FormValue("order") == "slowest"}
	s.Last = int(rec.End.Sub(rec.Start) / time.Minute)
	minute, err := strconv.Atoi(r.FormValue("at"))
	if err != nil {
		minute = s.Last
	}
	s.Minute = min(max(minute, 0), s.Last)
	s.At = rec.Start.Add(time.Duration(s.Minute) * time.Minute)
	for _, name := range rec.Store.Names() {
		if service, ok := strings.CutSuffix(name, "_requests_total"); ok {
			s.Services = append(s.Services, service)
		}
	}
	s.Service = oneOf(s.Services, r.FormValue("service"))
	if s.Service == "" && len(s.Services) > 0 {
		s.Service = s.Services[0]
	}
	for _, series := range rec.Store.Select(s.Service + "_requests_total") {
		s.Instances = append(s.Instances, series.Labels.Get("instance"))
		s.Routed = append(s.Routed, series.Labels.Get("route"))
	}
	s.Instances, s.Routed = distinct(s.Instances), distinct(s.Routed)
	s.Instance, s.Route = oneOf(s.Instances, r.FormValue("instance")), oneOf(s.Routed, r.FormValue("route"))
	return s
}

func distinct(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }

// oneOf returns value if it is in the list, else "".
func oneOf(list []string, value string) string {
	if slices.Contains(list, value) {
		return value
	}
	return ""
}

// eventRow is one event, with the minute to which a click moves the cursor.
type eventRow struct {
	Clock, Kind, Text string
	Minute            int
	Later             bool // than the cursor
}

// events returns all events, and the alerts that are pending or firing at a time.
func (p *page) events(at time.Time) (rows []eventRow, alerts []string) {
	states := map[string]string{}
	var names []string
	for _, e := range p.recorded.Events {
		rows = append(rows, eventRow{e.Time.Format("15:04:05"), e.Kind, e.Text,
			int(e.Time.Sub(p.recorded.Start) / time.Minute), e.Time.After(at)})
		name, state, _ := strings.Cut(e.Text, " ")
		if e.Kind != "alert" || e.Time.After(at) {
			continue
		}
		if states[name] == "" {
			names = append(names, name)
		}
		states[name] = state
	}
	for _, name := range names {
		alerts = append(alerts, name+" "+states[name])
	}
	return rows, alerts
}
