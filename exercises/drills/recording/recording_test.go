package recording_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/exercises/drills/recording"
	"workbook/exercises/drills/simulation"
)

// recorded is what a small simulation writes, read again.
func recorded(t *testing.T) *recording.Recording {
	t.Helper()
	w := simulation.New(1, time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC), 3*time.Minute)
	p := w.Process("orders", "orders-1", .1, 1)
	tr := w.Trace()
	tr.Span(p, nil, 2, "POST /orders", w.Minute(1), time.Second)
	tr.Export()
	p.Log(w.Minute(1), 8, tr, "request failed", "status", 502)
	p.Serve(simulation.Request{At: w.Minute(1), Took: time.Second, Method: "POST", Route: "/orders", Status: 502})
	p.Serve(simulation.Request{At: w.Minute(9), Took: time.Second, Method: "POST", Route: "/orders", Status: 201})
	w.Alert("Down", time.Minute, func(at time.Time) bool { return !at.Before(w.Minute(2)) })
	files := fstest.MapFS{}
	for name, text := range w.Files() {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := recording.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRoundTrip(t *testing.T) {
	r := recorded(t)
	if len(r.Lines) != 1 || len(r.Spans) != 1 || len(r.Events) != 2 {
		t.Fatalf("%d lines, %d spans, %d events, want 1, 1 and 2", len(r.Lines), len(r.Spans), len(r.Events))
	}
	line, span := r.Lines[0], r.Spans[0]
	id := span.Context.TraceID.String()
	if line.Level != "ERROR" || line.Service != "orders-1" || line.TraceID != id || line.RequestID == "" {
		t.Errorf("the line is %+v, want an error of orders-1 with trace %s and a request id", line, id)
	}
	if span.Duration() != time.Second || recording.Instance(span) != "orders-1" || len(r.Trace(id)) != 1 {
		t.Errorf("the span is %+v of %q, want a second of orders-1", span, recording.Instance(span))
	}
	if len(r.With(id)) != 1 || len(r.With(line.RequestID)) != 1 || len(r.With("")) != 0 || len(r.Search("FAILED")) != 1 {
		t.Error("the line is not found by its trace id, its request id and its text")
	}
	at := func(minute int) time.Time { return r.Start.Add(time.Duration(minute-1) * time.Minute) }
	failed := promql.Label{Name: "class", Value: "5xx"}
	for minute, want := range map[int]float64{1: 0, 2: 1, 3: 1} {
		if got := r.Sum(at(minute), "orders_requests_total", failed); got != want {
			t.Errorf("failed requests after %d minutes: %v, want %v", minute, got, want)
		}
	}
	if got := r.Sum(at(3), "orders_requests_total"); got != 1 {
		t.Errorf("requests: %v, want 1: what comes after the end is not in the recording", got)
	}
	if got := r.Events[0].Text + ", " + r.Events[1].Text; got != "Down pending, Down firing" {
		t.Errorf("the alert: %s", got)
	}
}

func TestOpenSaysWhere(t *testing.T) {
	good := map[string]string{"logs.jsonl": "", "events.jsonl": "", "spans.jsonl": "", "scrapes.txt": ""}
	for name, text := range map[string]string{"logs.jsonl": "{}\nno\n", "events.jsonl": "{}\nno\n", "scrapes.txt": "# SCRAPE never x\n",
		"spans.jsonl": `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"ab","startTimeUnixNano":"0","endTimeUnixNano":"0"}]}]}]}`} {
		files := fstest.MapFS{}
		for other, text := range good {
			files[other] = &fstest.MapFile{Data: []byte(text)}
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
		if _, err := recording.Open(files); err == nil || !strings.Contains(err.Error(), "recording: "+name) {
			t.Errorf("Open with a bad %s: %v, want an error that names it", name, err)
		}
	}
}
