package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	correlation "workbook/day145_correlation"
	"workbook/exercises/capstone/shop"
	"workbook/exercises/check"
)

// orderLines is what one accepted order leaves in the log.
const orderLines = 6 // received, authorised, accepted, packed, receipt printed, receipt sent

// One request, one trace id and one request id: in each line, in each span, in
// the bucket.
func TestStage6OneIDEverywhere(t *testing.T) {
	r := launchRun(t, nil).run()
	id, a := r.place("traceparent", goodTraceparent, "X-Request-ID", "visitor-42")
	waitUntil(func() bool { return r.settled(id) })
	spans := r.trace(orderSpans)
	judge := check.New(t, "day145_correlation/middleware.go Middleware")
	judge.Run("answer", seen(stageRule{"the client gets the id, to ask about it later", ""}, "X-Request-ID of the answer", a.header.Get("X-Request-ID"), "visitor-42"))
	found := r.log.with(id)
	judge.Run("lines", seen(stageRule{"every line about the order is there", "day145_correlation/handler.go NewHandler"}, "lines about order "+id, len(found), orderLines))
	for _, line := range found {
		f := lineFields(line)
		judge.Run(fmt.Sprint("line ", f["msg"]), holds(f["trace_id"] == goodTrace && f["request_id"] == "visitor-42",
			stageRule{"the ids cross the call, the queue and the end of the request: X-Request-ID out, a header on the message, values kept by Detach", "day145_correlation/transport.go Transport"},
			"line about order "+id, line, "trace_id "+goodTrace+" and request_id visitor-42"))
	}
	hops := map[string]*tracecontext.SpanData{
		"POST /orders": spanNamed(spans, tracecontext.KindServer, "POST /orders"), "POST /payments": spanNamed(spans, tracecontext.KindServer, "POST /payments"),
		"the worker": spanNamed(spans, tracecontext.KindConsumer, "")}
	for name, span := range hops {
		judge.Run(name, seen(stageRule{"all hops are in the trace that came in", "day143_tracecontext/propagate.go Extract"},
			"trace of the span of "+name, span.Context.TraceID, goodTrace))
	}
	page, shows := clientAsk("GET", r.adminURL("/metrics"), "", "Accept", "application/openmetrics-text; version=1.0.0").body, false
	for line := range strings.Lines(page) {
		shows = shows || strings.HasPrefix(line, "orders_request_duration_seconds_bucket") && strings.Contains(line, `route="/orders"`) && strings.Contains(line, goodTrace)
	}
	judge.Run("exemplar", holds(shows, stageRule{"the bucket of the request shows its trace", "day142_metrics/histogram.go Histogram.ObserveExemplar"},
		"GET /metrics as OpenMetrics", pageLines(page, `route="/orders",method="POST"`), "a bucket of POST /orders with "+goodTrace))
}

// Without an id, or with one that is none, the door makes one.
func TestStage6OneIDIsMinted(t *testing.T) {
	r := launchRun(t, nil).run()
	tests := []struct {
		name string
		sent []string
	}{
		{"none", nil}, {"quotes", []string{"X-Request-ID", `a"b`}}, {"too_long", []string{"X-Request-ID", strings.Repeat("x", 65)}},
		{"two", []string{"X-Request-ID", "one", "X-Request-ID", "two"}},
	}
	judge := check.New(t, "day145_correlation/middleware.go Middleware")
	for _, tt := range tests {
		id, a := r.place(tt.sent...)
		waitUntil(func() bool { return len(r.log.with(id, "order packed")) > 0 })
		got := a.header.Get("X-Request-ID")
		judge.Run(tt.name, holds(correlation.Valid(got) && !slices.Contains(tt.sent, got), stageRule{"an id from outside is taken if it is one valid value, else replaced", ""},
			fmt.Sprintf("X-Request-ID of the answer to %.80q", tt.sent), fmt.Sprintf("%q", got), "a new, valid id"))
		for _, line := range r.log.with(id) {
			judge.Run(fmt.Sprint(tt.name, " line ", lineFields(line)["msg"]), holds(got != "" && lineFields(line)["request_id"] == got,
				stageRule{"the id of the answer is the id in the log", "day145_correlation/handler.go NewHandler"}, "line about order "+id, line, "request_id "+got))
		}
	}
}

// A queue is a door too: whoever reaches the Redis writes its messages.
func TestStage6OneIDFromTheQueue(t *testing.T) {
	hooks := launchRun(t, nil).svc.Hooks
	const id = "visitor-42"
	m := shop.Message{OrderID: "O1", Headers: map[string]string{}}
	_, done := hooks.Publish(correlation.NewContext(context.Background(), id), &m)
	done(nil)
	tests := []struct{ name, queued, want string }{
		{"valid", id, id}, {"quotes", `visitor"42`, "none"}, {"line_break", "visitor\n42", "none"},
		{"blank_behind", "visitor-42 ", "none"}, {"too_long", strings.Repeat("visitor", 10), "none"},
	}
	judge := check.New(t, "day145_correlation/id.go Valid")
	for _, tt := range tests {
		// The name of the header is yours, so what is changed is the value.
		headers := make(map[string]string)
		for key, value := range m.Headers {
			headers[key] = strings.ReplaceAll(value, id, tt.queued)
		}
		ctx, done := hooks.Consume(context.Background(), shop.Message{OrderID: "O1", Headers: headers})
		done(nil)
		got, ok := correlation.FromContext(ctx)
		if !ok || tt.want == "none" && correlation.Valid(got) && !strings.Contains(got, "visitor") {
			got = "none" // or one that was made anew, which says nothing false either
		}
		judge.Run(tt.name, seen(stageRule{"an id out of the queue came from outside as much as one at the door: a valid one is taken, any other is dropped and not repaired", ""},
			fmt.Sprintf("id of the work on a message that says %.80q", tt.queued), fmt.Sprintf("%q", got), fmt.Sprintf("%q", tt.want)))
	}
}
