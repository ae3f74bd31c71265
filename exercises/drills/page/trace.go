package page

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
	"workbook/day145_correlation/timeline"
	"workbook/exercises/drills/recording"
)

// shownTraces bounds the list of traces.
const shownTraces = 25

// traceRow is one line about a trace.
type traceRow struct {
	ID, Clock, Name, Processes string
	Took                       time.Duration
	Spans                      int
	Failed                     bool
	start                      time.Time
}

// traces returns those that began before the cursor, the newest or the slowest first.
func (p *page) traces(s selection) (rows []traceRow) {
	for _, spans := range waterfall.Traces(p.recorded.Spans) {
		row := describe(spans)
		if !row.start.After(s.At) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b traceRow) int {
		if s.Slowest {
			return cmp.Compare(b.Took, a.Took)
		}
		return b.start.Compare(a.start)
	})
	return rows[:min(len(rows), shownTraces)]
}

func describe(spans []*tracecontext.SpanData) traceRow {
	first, last := spans[0], spans[0].End
	row := traceRow{ID: first.Context.TraceID.String(), Spans: len(spans)}
	var processes []string
	for _, d := range spans {
		if d.Start.Before(first.Start) {
			first = d
		}
		if d.End.After(last) {
			last = d.End
		}
		row.Failed = row.Failed || d.Status == tracecontext.StatusError
		processes = append(processes, recording.Instance(d))
	}
	row.start, row.Clock, row.Name = first.Start, first.Start.Format("15:04:05"), first.Name
	row.Took = last.Sub(first.Start).Round(time.Millisecond)
	row.Processes = strings.Join(distinct(processes), ", ")
	return row
}

// traceData is all that has one id.
type traceData struct {
	Name, ID string
	Traces   []traceSpans // those that have spans
	Timeline string
	Lines    []recording.Line
}

// traceSpans are the spans of one trace, in order of their start: a waterfall does not say in which process a span was.
type traceSpans struct {
	ID    string
	Spans []spanRow
}

type spanRow struct {
	Process, Name, Attrs string
	Failed               string // why, or ""
	Began, Took          time.Duration
}

func spanRows(spans []*tracecontext.SpanData) (rows []spanRow) {
	byStart := func(a, b *tracecontext.SpanData) int { return a.Start.Compare(b.Start) }
	spans = slices.SortedStableFunc(slices.Values(spans), byStart)
	for _, d := range spans {
		row := spanRow{Process: recording.Instance(d), Name: d.Name, Began: d.Start.Sub(spans[0].Start), Took: d.Duration()}
		for _, a := range d.Attrs {
			row.Attrs += a.String() + " "
		}
		if d.Status == tracecontext.StatusError {
			row.Failed = cmp.Or(d.Message, "no reason")
		}
		rows = append(rows, row)
	}
	return rows
}

// trace shows a trace id, or a request id with every trace that its lines name.
func (p *page) trace(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimSpace(r.FormValue("id"))
	v := traceData{Name: p.name, ID: id, Lines: p.recorded.With(id)}
	ids := []string{id}
	for _, l := range v.Lines {
		if !slices.Contains(ids, l.TraceID) {
			ids = append(ids, l.TraceID)
		}
	}
	for _, id := range ids {
		if spans := p.recorded.Trace(id); len(spans) > 0 {
			v.Traces = append(v.Traces, traceSpans{id, spanRows(spans)})
		}
	}
	field := timeline.DefaultField
	if len(v.Lines) > 0 && v.Lines[0].TraceID == id {
		field = "trace_id"
	}
	var b strings.Builder
	_, err := timeline.Follow(&b, []timeline.Input{{Name: "logs.jsonl", Reader: strings.NewReader(p.logs)}},
		timeline.Options{ID: id, Field: field})
	v.Timeline = b.String()
	if err != nil {
		v.Timeline = err.Error()
	}
	p.show(w, "trace", v)
}

func (p *page) waterfall(w http.ResponseWriter, r *http.Request) {
	spans := p.recorded.Trace(r.FormValue("id"))
	if len(spans) == 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	// The drawing has a style sheet inside, which the page's policy forbids.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	_ = waterfall.SVG(w, spans) // fails only with the client
}
