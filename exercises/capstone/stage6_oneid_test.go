package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	correlation "workbook/day145_correlation"
	"workbook/exercises/capstone/shop"
)

// orderLines is what one accepted order leaves in the log.
const orderLines = 6 // received, authorised, accepted, packed, receipt printed, receipt sent

// One request, one trace id and one request id: in each line, in each span, in
// the bucket.
func TestStage6OneIDEverywhere(t *testing.T) {
	r := launch(t, nil).run()
	id, a := r.place("traceparent", traceparent, "X-Request-ID", "visitor-42")
	soon(func() bool { return r.settled(id) })
	spans := r.trace(orderSpans)
	t.Run("answer", func(t *testing.T) {
		check(t, rule{"the client gets the id, to ask about it later", "day145_correlation/middleware.go"}, "X-Request-ID of the answer", a.header.Get("X-Request-ID"), "visitor-42")
	})
	t.Run("lines", func(t *testing.T) {
		check(t, rule{"every line about the order is there", "day145_correlation/handler.go"}, "lines about order "+id, len(r.log.with(id)), orderLines)
		for _, line := range r.log.with(id) {
			f := fields(line)
			if f["trace_id"] != inTrace || f["request_id"] != "visitor-42" {
				report(t, rule{"the ids cross the call, the queue and the end of the request: X-Request-ID out, a header on the message, values kept by Detach", "day145_correlation/transport.go"},
					"line about order "+id, line, "trace_id "+inTrace+" and request_id visitor-42")
			}
		}
	})
	t.Run("spans", func(t *testing.T) {
		for kind, part := range map[tracecontext.Kind]string{tracecontext.KindServer: "POST /payments", tracecontext.KindConsumer: ""} {
			check(t, rule{"all hops are in the trace that came in", "day143_tracecontext/propagate.go"},
				fmt.Sprintf("trace of the span of kind %d, %s", kind, part), named(spans, kind, part).Context.TraceID.String(), inTrace)
		}
		check(t, rule{"all hops are in the trace that came in", "day143_tracecontext/propagate.go"},
			"trace of POST /orders", named(spans, tracecontext.KindServer, "POST /orders").Context.TraceID.String(), inTrace)
	})
	t.Run("exemplar", func(t *testing.T) {
		page := ask("GET", r.adminURL("/metrics"), "", "Accept", "application/openmetrics-text; version=1.0.0").body
		got, want := firstLines(page, `route="/orders",method="POST"`), inTrace
		for line := range strings.Lines(page) {
			if strings.HasPrefix(line, "orders_request_duration_seconds_bucket") && strings.Contains(line, `route="/orders"`) && strings.Contains(line, want) {
				return
			}
		}
		report(t, rule{"the bucket of the request shows its trace", "day142_metrics/exemplar.go"}, "GET /metrics as OpenMetrics", got, "a bucket of POST /orders with "+want)
	})
}

// Without an id, or with one that is none, the door makes one.
func TestStage6OneIDIsMinted(t *testing.T) {
	r := launch(t, nil).run()
	for name, sent := range map[string][]string{
		"none": nil, "quotes": {"X-Request-ID", `a"b`}, "too_long": {"X-Request-ID", strings.Repeat("x", 65)},
		"two": {"X-Request-ID", "one", "X-Request-ID", "two"},
	} {
		t.Run(name, func(t *testing.T) {
			id, a := r.place(sent...)
			soon(func() bool { return len(r.log.with(id, "order packed")) > 0 })
			got := a.header.Get("X-Request-ID")
			if !correlation.Valid(got) || len(sent) > 0 && got == sent[1] {
				report(t, rule{"an id from outside is taken if it is one valid value, else replaced", "day145_correlation/middleware.go"},
					fmt.Sprintf("X-Request-ID of the answer to %.80q", sent), fmt.Sprintf("%q", got), "a new, valid id")
			}
			for _, line := range r.log.with(id) {
				if fields(line)["request_id"] != got || got == "" {
					report(t, rule{"the id of the answer is the id in the log", "day145_correlation/handler.go"}, "line about order "+id, line, "request_id "+got)
				}
			}
		})
	}
}

// A queue is a door too: whoever reaches the Redis writes its messages.
func TestStage6OneIDFromTheQueue(t *testing.T) {
	hooks := launch(t, nil).svc.Hooks
	const id = "visitor-42"
	m := shop.Message{OrderID: "O1", Headers: map[string]string{}}
	_, done := hooks.Publish(correlation.NewContext(context.Background(), id), &m)
	done(nil)
	for name, queued := range map[string]string{"valid": id, "quotes": `a"b`, "line_break": "a\nb", "too_long": strings.Repeat("x", 65)} {
		t.Run(name, func(t *testing.T) {
			// The name of the header is yours, so what is changed is the value.
			headers := make(map[string]string)
			for key, value := range m.Headers {
				headers[key] = strings.ReplaceAll(value, id, queued)
			}
			ctx, done := hooks.Consume(context.Background(), shop.Message{OrderID: "O1", Headers: headers})
			done(nil)
			got, want := "none", "none, or a new valid one"
			if found, ok := correlation.FromContext(ctx); ok {
				got = found
			}
			ok := got == "none" || correlation.Valid(got)
			if queued == id {
				ok, want = got == id, id
			}
			if !ok {
				report(t, rule{"an id out of the queue came from outside as much as one at the door: take it if it is valid", "day145_correlation/id.go"},
					fmt.Sprintf("id of the work on a message that says %.80q", queued), fmt.Sprintf("%q", got), fmt.Sprintf("%q", want))
			}
		})
	}
}
