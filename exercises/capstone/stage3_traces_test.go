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
)

const (
	inTrace     = "4bf92f3577b34da6a3ce929d0e0e4736"
	inSpan      = "00f067aa0ba902b7"
	traceparent = "00-" + inTrace + "-" + inSpan + "-01"
)

// named returns the first span of this kind whose name has part in it, or an
// empty one.
func named(spans []*tracecontext.SpanData, kind tracecontext.Kind, part string) *tracecontext.SpanData {
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
func (r *running) trace(n int) []*tracecontext.SpanData {
	var over time.Time
	soon(func() bool {
		if over.IsZero() && r.settled("") {
			over = time.Now()
		}
		have := len(r.svc.Recent.Spans())
		return have >= n || !over.IsZero() && (have == 0 || time.Since(over) > time.Second)
	})
	return r.svc.Recent.Spans()
}

// settled tells whether the lines say that an order is over.
func (r *running) settled(id string) bool {
	return len(r.log.with("order packed", id)) > 0 && len(r.log.with("receipt ", "sent", id)) > 0
}

// drawn is what a failure shows of spans.
func drawn(spans []*tracecontext.SpanData) string {
	var b strings.Builder
	_ = waterfall.Text(&b, spans)
	return b.String()
}

// orderSpans is how many spans one accepted order has: two requests out, two
// in on the other side, the door's, and two of the queue.
const orderSpans = 7

// One order is one trace, and each hop is a child of the one before.
func TestStage3TracesEveryHop(t *testing.T) {
	r := launch(t, nil).run()
	r.place("traceparent", traceparent, "tracestate", "vendor=1")
	spans := r.trace(orderSpans)
	door := named(spans, tracecontext.KindServer, "POST /orders")
	client := named(spans, tracecontext.KindClient, "")
	producer := named(spans, tracecontext.KindProducer, "")
	receipt := named(spans, tracecontext.KindServer, "POST /receipts")
	t.Run("continued", func(t *testing.T) {
		check(t, rule{"a valid traceparent is continued: same trace id", "day143_tracecontext/otelhttp/middleware.go"},
			"trace of POST /orders with traceparent "+traceparent, door.Context.TraceID.String(), inTrace)
	})
	for _, c := range []struct {
		name, span   string
		parent, want tracecontext.SpanID
		rule         rule
	}{
		{"payments", "the payments service's span", named(spans, tracecontext.KindServer, "POST /payments").Parent, client.Context.SpanID,
			rule{"what goes out is the client span, and it is the parent of the next hop", "day143_tracecontext/otelhttp/transport.go"}},
		{"client", "the client span", client.Parent, door.Context.SpanID, rule{"a call is a child of the request that makes it", "day143_tracecontext/otelhttp/transport.go"}},
		{"producer", "the producer span", producer.Parent, door.Context.SpanID, rule{"a message is a child of the request that sends it", "day143_tracecontext/carrier.go"}},
		{"consumer", "the consumer span", named(spans, tracecontext.KindConsumer, "").Parent, producer.Context.SpanID,
			rule{"the message carries traceparent, and its worker continues the trace", "day143_tracecontext/carrier.go"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.parent != c.want || c.want == (tracecontext.SpanID{}) {
				report(t, c.rule, "parent of "+c.span, c.parent.String()+" in\n"+drawn(spans), c.want.String())
			}
		})
	}
	t.Run("receipt", func(t *testing.T) {
		check(t, rule{"work that goes on after the answer keeps the trace", "day143_tracecontext/doc.go"},
			"trace of the receipt's span", receipt.Context.TraceID.String(), inTrace)
	})
}

// What is no traceparent starts a new trace, and its tracestate is dropped.
func TestStage3TracesStartAnew(t *testing.T) {
	r := launch(t, nil).run()
	for name, bad := range map[string][]string{
		"upper_case":  {"traceparent", strings.ToUpper(traceparent)},
		"zero_trace":  {"traceparent", "00-00000000000000000000000000000000-" + inSpan + "-01"},
		"two_headers": {"traceparent", traceparent, "traceparent", traceparent},
	} {
		t.Run(name, func(t *testing.T) {
			seen := len(r.svc.Recent.Spans())
			r.place(append(bad, "tracestate", "vendor=1")...)
			door := named(r.trace(seen + orderSpans)[seen:], tracecontext.KindServer, "POST /orders")
			start := rule{"anything invalid: a new trace, with no parent and no tracestate", "day143_tracecontext/propagate.go"}
			call := fmt.Sprintf("POST /orders with %q", bad)
			if id := door.Context.TraceID; id.String() == inTrace || id == (tracecontext.TraceID{}) {
				report(t, start, call, "trace "+id.String(), "a new trace id")
			}
			check(t, start, "parent after "+call, door.Parent, tracecontext.SpanID{})
			check(t, start, "tracestate after "+call, door.Context.State.Get("vendor"), "")
		})
	}
}

// The receipt outlives its request.
func TestStage3TracesDetachedWork(t *testing.T) {
	r := launch(t, nil).run()
	r.lab.Faults.Set(0, 30*time.Millisecond) // so that the request has ended for sure
	id, _ := r.place("traceparent", traceparent)
	spans := r.trace(orderSpans)
	sent := named(spans, tracecontext.KindServer, "POST /receipts")
	soon(func() bool { return r.settled(id) })
	detach := rule{"detached work keeps the values of its request and not its end: context.WithoutCancel", "day143_tracecontext/doc.go"}
	t.Run("not_cancelled", func(t *testing.T) {
		if got := r.log.with("receipt sent", id); len(got) != 1 {
			report(t, detach, "POST /orders, then the receipt", strings.Join(r.log.with("receipt ", id), "\n"), "one line: receipt sent")
		}
	})
	t.Run("same_trace", func(t *testing.T) {
		check(t, detach, "trace of the receipt", sent.Context.TraceID.String(), inTrace)
	})
}

// A hop of the queue that failed says so: done gets the outcome.
func TestStage3TracesShowFailure(t *testing.T) {
	s := launch(t, nil).svc
	m := shop.Message{OrderID: "O1", Headers: map[string]string{}}
	_, sent := s.Hooks.Publish(context.Background(), &m)
	sent(errors.New("queue is full"))
	_, worked := s.Hooks.Consume(context.Background(), m)
	worked(errors.New("store is away"))
	for name, kind := range map[string]tracecontext.Kind{"producer": tracecontext.KindProducer, "consumer": tracecontext.KindConsumer} {
		t.Run(name, func(t *testing.T) {
			span := named(s.Recent.Spans(), kind, "")
			check(t, rule{"who looks at a trace looks for what failed: hand the error of done to the span before it ends", "day143_tracecontext/span.go"},
				"the "+name+"'s span ("+span.Name+") has StatusError after done(an error)", span.Status == tracecontext.StatusError, true)
		})
	}
}

// With a collector the spans go there, and a flush leaves none behind.
func TestStage3TracesToACollector(t *testing.T) {
	c := &collector{}
	srv := httptest.NewServer(c)
	defer srv.Close()
	r := launch(t, func(cfg *Config) { cfg.OTLP = srv.URL }).run()
	id, _ := r.place("traceparent", traceparent)
	soon(func() bool { return r.settled(id) })
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := r.svc.Flush(ctx)
	flush := rule{"spans wait in a batch: Flush sends what is there", "day143_tracecontext/batch/batcher.go"}
	check(t, flush, "error of s.Flush", err, nil)
	// The door's and the payments' own spans end with their answers, a moment
	// after the client has them; what ended before the flush must be there.
	if got := c.count(inTrace); got < 3 {
		report(t, flush, "spans at the collector after s.Flush", fmt.Sprint(got), "those that had ended")
	}
	t.Run("holds_up_nobody", func(t *testing.T) {
		hang := make(chan struct{})
		srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
		t.Cleanup(srv.Close)
		defer close(hang)
		r := launch(t, func(cfg *Config) { cfg.OTLP = srv.URL }).run()
		_, a := r.place()
		check(t, rule{"telemetry holds up no request: a Batcher takes the spans and sends them from a goroutine of its own", "day143_tracecontext/batch/batcher.go"},
			fmt.Sprintf("status of POST /orders within %v, with a collector that does not answer", patience), a.status, 201)
	})
}
