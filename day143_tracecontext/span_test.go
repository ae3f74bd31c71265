package tracecontext_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// TestEndTwiceConcurrently ends 200,000 spans from two goroutines each: every
// span is delivered once.
func TestEndTwiceConcurrently(t *testing.T) {
	n := rounds(t, 200_000)
	tracer, got := newSink(tracecontext.Options{})
	spans := make([]*tracecontext.Span, n)
	for i := range spans {
		_, spans[i] = tracer.Start(context.Background(), "work")
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for _, s := range spans {
				s.End()
			}
		})
	}
	wg.Wait()
	ids := map[tracecontext.SpanID]bool{}
	for _, d := range got.Spans() {
		ids[d.Context.SpanID] = true
	}
	if len(got.Spans()) != n || len(ids) != n {
		t.Errorf("%d records of %d spans, want %d of each", len(got.Spans()), len(ids), n)
	}
}

// TestAfterEndNothingChanges calls every method from one goroutine while
// another ends the span; what was exported is compared before and after.
func TestAfterEndNothingChanges(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	for i := range 500 {
		_, s := tracer.Start(context.Background(), "work", slog.Int("k", 0))
		var wg sync.WaitGroup
		change := func() {
			s.Set(slog.Int("k", 1), slog.Int("late", 1))
			s.Event("late")
			s.Link(tracecontext.SpanContext{TraceID: idWith(1), SpanID: tracecontext.SpanID{1}})
			s.Fail(errors.New("late"))
			s.Succeed()
			s.Rename("late")
		}
		wg.Go(change)
		wg.Go(s.End)
		runtime.Gosched()
		wg.Wait()
		d := got.Spans()[i]
		before := snapshot(d)
		change()
		s.End()
		if after := snapshot(d); !reflect.DeepEqual(before, after) {
			t.Fatalf("a record changed after End\nfrom: %v\n  to: %v", before, after)
		}
	}
}

func snapshot(d *tracecontext.SpanData) string {
	return fmt.Sprint(d.Name, d.Status, d.Message, d.Attrs, d.Events, d.Links, d.End)
}

func TestNilSpan(t *testing.T) {
	var s *tracecontext.Span
	s.Set(slog.Int("n", 1))
	s.Event("e")
	s.Link(tracecontext.SpanContext{TraceID: idWith(1), SpanID: tracecontext.SpanID{1}})
	s.Fail(errors.New("x"))
	s.Succeed()
	s.Rename("n")
	s.End()
	if s.Context() != (tracecontext.SpanContext{}) {
		t.Error("a nil span has a context")
	}
}

func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    tracecontext.Options
		want int
	}{
		{"default", tracecontext.Options{MaxBytes: 4 << 20}, 128}, // the counts alone
		{"own", tracecontext.Options{MaxAttrs: 3, MaxEvents: 3, MaxLinks: 3}, 3},
	} {
		tracer, got := newSink(tt.o)
		_, s := tracer.Start(context.Background(), "work")
		var many []slog.Attr
		for i := range 200 {
			many = append(many, slog.Int("k"+strconv.Itoa(i), i))
		}
		for i := range 200 {
			s.Set(many[i])
			s.Event("e", many...)
			s.Link(tracecontext.SpanContext{TraceID: idWith(1), SpanID: tracecontext.SpanID{1}}, many...)
		}
		s.Set(slog.Int("k0", 7)) // an update still works
		s.End()
		d, over := only(t, got), 200-tt.want
		if len(d.Attrs) != tt.want || len(d.Events) != tt.want || len(d.Links) != tt.want ||
			d.DroppedAttrs != over || d.DroppedEvents != over || d.DroppedLinks != over ||
			d.Events[0].DroppedAttrs != over || d.Links[0].DroppedAttrs != over || len(d.Events[0].Attrs) != tt.want {
			t.Errorf("%s: kept %d, %d, %d, dropped %d, %d, %d, want %d and %d", tt.name, len(d.Attrs), len(d.Events), len(d.Links),
				d.DroppedAttrs, d.DroppedEvents, d.DroppedLinks, tt.want, over)
		}
		if got := d.Attrs[0].Value.Int64(); got != 7 {
			t.Errorf("%s: k0 = %d after an update at the limit, want 7", tt.name, got)
		}
	}
}

func TestSetUpdates(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	_, s := tracer.Start(context.Background(), "work", slog.Int("a", 1), slog.Int("b", 2), slog.Int("a", 3))
	s.Set(slog.String("b", "x"), slog.Attr{})
	s.End()
	if got, want := fmt.Sprint(only(t, got).Attrs), "[a=3 b=x]"; got != want {
		t.Errorf("attributes %s, want %s", got, want)
	}
}

func TestStatus(t *testing.T) {
	boom := errors.New("boom")
	for _, tt := range []struct {
		name    string
		do      func(*tracecontext.Span)
		status  tracecontext.Status
		message string
		events  int
	}{
		{"untouched", func(s *tracecontext.Span) {}, tracecontext.StatusUnset, "", 0},
		{"failed", func(s *tracecontext.Span) { s.Fail(boom) }, tracecontext.StatusError, "boom", 1},
		{"nil error", func(s *tracecontext.Span) { s.Fail(nil) }, tracecontext.StatusUnset, "", 0},
		{"succeeded", func(s *tracecontext.Span) { s.Succeed() }, tracecontext.StatusOK, "", 0},
		{"succeeded after all", func(s *tracecontext.Span) { s.Fail(boom); s.Succeed() }, tracecontext.StatusOK, "", 1},
		{"failure after success", func(s *tracecontext.Span) { s.Succeed(); s.Fail(boom) }, tracecontext.StatusOK, "", 1},
	} {
		tracer, got := newSink(tracecontext.Options{})
		_, s := tracer.Start(context.Background(), "work")
		tt.do(s)
		s.End()
		if d := only(t, got); d.Status != tt.status || d.Message != tt.message || len(d.Events) != tt.events {
			t.Errorf("%s: status %d %q, %d events, want %d %q, %d", tt.name, d.Status, d.Message, len(d.Events), tt.status, tt.message, tt.events)
		}
	}
}
