package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
	"workbook/exercises/capstone/shop"
	"workbook/exercises/check"
)

const (
	goodTrace       = "4bf92f3577b34da6a3ce929d0e0e4736"
	goodSpan        = "00f067aa0ba902b7"
	goodTraceparent = "00-" + goodTrace + "-" + goodSpan + "-01"
)

// spanNamed returns the first span of this kind whose name has part in it, or an
// empty one.
func spanNamed(spans []*tracecontext.SpanData, kind tracecontext.Kind, part string) *tracecontext.SpanData {
	for _, s := range spans {
		if s.Kind == kind && strings.Contains(s.Name, part) {
			return s
		}
	}
	return &tracecontext.SpanData{Name: "no span of kind " + fmt.Sprint(kind) + " named " + part}
}

// trace waits until n spans have ended and returns them. Once the lines say
// that the order is over it waits for a second more: a hop that is not wired
// leaves no span.
func (r *testRun) trace(n int) []*tracecontext.SpanData {
	var over time.Time
	waitUntil(func() bool {
		if over.IsZero() && r.settled("") {
			over = time.Now()
		}
		have := len(r.svc.Recent.Spans())
		return have >= n || !over.IsZero() && (have == 0 || time.Since(over) > time.Second)
	})
	return r.svc.Recent.Spans()
}

// settled tells whether the lines say that an order is over.
func (r *testRun) settled(id string) bool {
	return len(r.log.with("order packed", id)) > 0 && len(r.log.with("receipt ", "sent", id)) > 0
}

// waterfallOf is what a failure shows of spans.
func waterfallOf(spans []*tracecontext.SpanData) string {
	var b strings.Builder
	_ = waterfall.Text(&b, spans)
	return b.String()
}

// orderSpans is how many spans one accepted order has: two requests out, two
// in on the other side, the door's, and two of the queue.
const orderSpans = 7

// One order is one trace, and each hop is a child of the one before.
func TestStage3TracesEveryHop(t *testing.T) {
	r := launchRun(t, nil).run()
	r.place("traceparent", goodTraceparent, "tracestate", "vendor=1")
	spans := r.trace(orderSpans)
	door := spanNamed(spans, tracecontext.KindServer, "POST /orders")
	client := spanNamed(spans, tracecontext.KindClient, "")
	producer := spanNamed(spans, tracecontext.KindProducer, "")
	judge := check.New(t, "day143_tracecontext/otelhttp/transport.go Transport")
	judge.Run("continued", seen(stageRule{"a valid traceparent is continued: same trace id", "day143_tracecontext/otelhttp/middleware.go Middleware"},
		"trace of POST /orders with traceparent "+goodTraceparent, door.Context.TraceID, goodTrace))
	tests := []struct {
		name, span   string
		parent, want tracecontext.SpanID
		rule         stageRule
	}{
		{"payments", "the payments service's span", spanNamed(spans, tracecontext.KindServer, "POST /payments").Parent, client.Context.SpanID,
			stageRule{"what goes out is the client span, and it is the parent of the next hop", ""}},
		{"client", "the client span", client.Parent, door.Context.SpanID, stageRule{"a call is a child of the request that makes it", ""}},
		{"producer", "the producer span", producer.Parent, door.Context.SpanID,
			stageRule{"a message is a child of the request that sends it", "day143_tracecontext/tracer.go Tracer.StartKind"}},
		{"consumer", "the consumer span", spanNamed(spans, tracecontext.KindConsumer, "").Parent, producer.Context.SpanID,
			stageRule{"the message carries traceparent, and its worker continues the trace", "day143_tracecontext/carrier.go InjectMap"}},
	}
	for _, tt := range tests {
		ok := tt.parent == tt.want && tt.want != (tracecontext.SpanID{})
		judge.Run(tt.name, holds(ok, tt.rule, "parent of "+tt.span, tt.parent.String()+" in\n"+waterfallOf(spans), tt.want.String()))
	}
	judge.Run("receipt", seen(stageRule{"work that goes on after the answer keeps the trace", "exercises/capstone/shop/hooks.go Hooks"},
		"trace of the receipt's span", spanNamed(spans, tracecontext.KindServer, "POST /receipts").Context.TraceID, goodTrace))
}

// What is no traceparent starts a new trace, and its tracestate is dropped.
func TestStage3TracesStartAnew(t *testing.T) {
	r := launchRun(t, nil).run()
	tests := []struct {
		name   string
		header []string
	}{
		{"upper_case", []string{"traceparent", strings.ToUpper(goodTraceparent)}},
		{"zero_trace", []string{"traceparent", "00-00000000000000000000000000000000-" + goodSpan + "-01"}},
		{"two_headers", []string{"traceparent", goodTraceparent, "traceparent", goodTraceparent}},
	}
	judge := check.New(t, "day143_tracecontext/propagate.go Extract")
	for _, tt := range tests {
		before := len(r.svc.Recent.Spans())
		r.place(append(tt.header, "tracestate", "vendor=1")...)
		door := spanNamed(r.trace(before + orderSpans)[before:], tracecontext.KindServer, "POST /orders")
		anew := door.Context.TraceID != (tracecontext.TraceID{}) && door.Context.TraceID.String() != goodTrace
		got := fmt.Sprintf("trace %s, parent %s, tracestate %q", door.Context.TraceID, door.Parent, door.Context.State)
		judge.Run(tt.name, holds(anew && door.Parent == (tracecontext.SpanID{}) && door.Context.State.Get("vendor") == "",
			stageRule{"anything invalid: a new trace, with no parent and no tracestate", ""},
			fmt.Sprintf("POST /orders with %q", tt.header), got, "a new trace id, no parent, no tracestate"))
	}
}

// The receipt outlives its request.
func TestStage3TracesDetachedWork(t *testing.T) {
	r := launchRun(t, nil).run()
	r.lab.Faults.Set(0, 30*time.Millisecond) // so that the request has ended for sure
	id, _ := r.place("traceparent", goodTraceparent)
	spans := r.trace(orderSpans)
	sent := spanNamed(spans, tracecontext.KindServer, "POST /receipts")
	waitUntil(func() bool { return r.settled(id) })
	detach := stageRule{"detached work keeps the values of its request and not its end: context.WithoutCancel", ""}
	judge := check.New(t, "exercises/capstone/shop/hooks.go Hooks")
	got := r.log.with("receipt sent", id)
	judge.Run("not_cancelled", holds(len(got) == 1, detach, "POST /orders, then the receipt", strings.Join(r.log.with("receipt ", id), "\n"), "one line: receipt sent"))
	judge.Run("same_trace", seen(detach, "trace of the receipt", sent.Context.TraceID, goodTrace))
}

// A hop of the queue that failed says so: done gets the outcome.
func TestStage3TracesShowFailure(t *testing.T) {
	s := launchRun(t, nil).svc
	m := shop.Message{OrderID: "O1", Headers: map[string]string{}}
	_, sent := s.Hooks.Publish(context.Background(), &m)
	sent(errors.New("queue is full"))
	_, worked := s.Hooks.Consume(context.Background(), m)
	worked(errors.New("store is away"))
	judge := check.New(t, "day143_tracecontext/span.go Span.Fail")
	for name, kind := range map[string]tracecontext.Kind{"producer": tracecontext.KindProducer, "consumer": tracecontext.KindConsumer} {
		span := spanNamed(s.Recent.Spans(), kind, "")
		judge.Run(name, seen(stageRule{"who looks at a trace looks for what failed: hand the error of done to the span before it ends", ""},
			"the "+name+"'s span ("+span.Name+") has StatusError after done(an error)", span.Status == tracecontext.StatusError, true))
	}
}

// With a collector the spans go there, and a flush leaves none behind.
func TestStage3TracesToACollector(t *testing.T) {
	c := &otlpCollector{}
	srv := httptest.NewServer(c)
	defer srv.Close()
	r := launchRun(t, func(cfg *Config) { cfg.OTLP = srv.URL }).run()
	id, _ := r.place("traceparent", goodTraceparent)
	waitUntil(func() bool { return r.settled(id) })
	ctx, cancel := context.WithTimeout(context.Background(), testPatience)
	defer cancel()
	err := r.svc.Flush(ctx)
	flush := stageRule{"spans wait in a batch: Flush sends what is there", ""}
	judge := check.New(t, "day143_tracecontext/batch/batcher.go Batcher")
	judge.Run("flush", seen(flush, "error of s.Flush", err, nil))
	// The door's and the payments' own spans end with their answers, a moment
	// after the client has them; what ended before the flush must be there.
	arrived := c.count(goodTrace)
	judge.Run("arrived", holds(arrived >= 3, flush, "spans at the collector after s.Flush", fmt.Sprint(arrived), "those that had ended, 3 or more"))
	ended := sumSamples(r.samples(), "spans_ended_total")
	judge.Run("counted", holds(r.svc.SpanStats != nil && r.svc.SpanStats().Accepted >= 3,
		stageRule{"a collector that is slow, full or away loses spans: the batcher counts them, and s.SpanStats shows them", "day143_tracecontext/batch/batcher.go Stats"},
		"s.SpanStats after an order", fmt.Sprint(ended, " ended"), "Stats of the Batcher, 3 or more accepted"))
	hang := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	t.Cleanup(silent.Close)
	defer close(hang)
	_, a := launchRun(t, func(cfg *Config) { cfg.OTLP = silent.URL }).run().place()
	judge.Run("holds_up_nobody",
		seen(stageRule{"telemetry holds up no request: a Batcher takes the spans and sends them from a goroutine of its own", ""},
			fmt.Sprintf("status of POST /orders within %v, with a collector that does not answer", testPatience), a.status, 201))
}

// A collector that can't be named is found out at the start, or never.
func TestStage3TracesBadCollector(t *testing.T) {
	refusesToStart(t, "no_host", "-otlp 4318", stageRule{"an error of wireTraces ends the start: better no start than no traces", "day143_tracecontext/otlp/exporter.go New"},
		func(c *Config) { c.OTLP = "4318" })
}
