package lab

import (
	"context"
	"fmt"
	"strings"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day146_alerting/generate"
)

// A Stage is one of the six and whether it is lit, judged from outside.
type Stage struct {
	Number int
	Name   string
	Lit    bool
	Why    string // what was seen, or what is missing
	Func   string // what to edit in wire.go
	Test   string // how to test it
}

// Stages looks at the service from all sides.
func (l *Lab) Stages(ctx context.Context) []Stage {
	looks := []struct {
		name, fn string
		look     func(context.Context) (bool, string)
	}{
		{"logs", "wireLogs", l.seesLogs}, {"metrics", "wireMetrics", l.seesMetrics},
		{"traces", "wireTraces", l.seesTraces}, {"probes", "wireProbes", l.seesProbes},
		{"alert", "wireAlert", l.seesAlert}, {"one id", "wireOneID", l.seesOneID},
	}
	var list []Stage
	for i, s := range looks {
		lit, why := s.look(ctx)
		list = append(list, Stage{
			Number: i + 1, Name: s.name, Lit: lit, Why: why, Func: s.fn,
			Test: fmt.Sprintf("go test -run TestStage%d ./exercises/capstone", i+1),
		})
	}
	return list
}

func (l *Lab) seesLogs(context.Context) (bool, string) {
	lines := l.Tail.Last(200)
	for _, text := range lines {
		if !ParseLine(text).JSON {
			return false, fmt.Sprintf("a line is no JSON: %.80s", text)
		}
	}
	return len(lines) > 0, fmt.Sprintf("all of the last %d lines are JSON", len(lines))
}

func (l *Lab) seesMetrics(ctx context.Context) (bool, string) {
	status, page := l.get(ctx, "/metrics", "")
	if status != 200 {
		return false, fmt.Sprintf("/metrics answers %d", status)
	}
	return strings.Contains(page, "requests_total"), fmt.Sprintf("/metrics has %d lines", strings.Count(page, "\n"))
}

func (l *Lab) seesTraces(context.Context) (bool, string) {
	if n := len(l.Recent.Spans()); n > 0 {
		return true, fmt.Sprintf("the last %d spans are here", n)
	}
	for _, text := range l.Tail.Last(200) {
		if l.OTLP != "" && ParseLine(text).TraceID != "" {
			return true, "spans go to " + l.OTLP
		}
	}
	return false, "no request has left a span"
}

func (l *Lab) seesProbes(ctx context.Context) (bool, string) {
	var answers []string
	lit := true
	for _, p := range l.Probes(ctx) {
		answers = append(answers, fmt.Sprintf("%s %d", p.Path, p.Status))
		lit = lit && (p.Status == 200 || p.Status == 503)
	}
	return lit, strings.Join(answers, ", ")
}

func (l *Lab) seesAlert(context.Context) (bool, string) {
	if l.objective == nil {
		return false, "there is no objective to be alerted about"
	}
	return true, generate.AlertName(*l.objective, 0) + " watches the budget"
}

// seesOneID looks for a request that can be followed by one request id and one
// trace id from the door to the worker.
func (l *Lab) seesOneID(context.Context) (bool, string) {
	requests := map[string]string{} // by trace: the id of its door, "" if there are two
	for _, text := range l.Tail.Last(1000) {
		line := ParseLine(text)
		id, seen := requests[line.TraceID]
		switch {
		case line.TraceID == "":
		case !seen:
			requests[line.TraceID] = line.RequestID
		case id != line.RequestID:
			requests[line.TraceID] = ""
		case line.Msg == "order packed" && id != "":
			return true, "request " + id + " is trace " + line.TraceID + " from the door to the worker"
		}
	}
	return false, "of late no order can be followed by one id from the door to the worker"
}

// hops counts the spans that took something in: a request or a message.
func hops(spans []*tracecontext.SpanData) (n int) {
	for _, s := range spans {
		if s.Kind == tracecontext.KindServer || s.Kind == tracecontext.KindConsumer {
			n++
		}
	}
	return n
}
