package batch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
)

// gate is an Exporter whose exports wait until they are let through, or until
// their context ends.
type gate struct {
	*sink
	open    chan error // each value lets one export return it
	started chan int   // sizes of the batches, as they arrive
}

func newGate() *gate {
	return &gate{sink: newSink(), open: make(chan error, 100), started: make(chan int, 1000)}
}

func (g *gate) Export(ctx context.Context, spans []*tracecontext.SpanData) error {
	g.started <- len(spans)
	select {
	case err := <-g.open:
		if err == nil {
			err = g.sink.Export(ctx, spans)
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gate) inFlight() int { return len(g.started) }

func put(t *testing.T, e tracecontext.Exporter, n int) (refused int) {
	t.Helper()
	for range n {
		d := &tracecontext.SpanData{Context: tracecontext.SpanContext{TraceID: randomTraceID(), SpanID: randomSpanID()}}
		if e.Export(context.Background(), []*tracecontext.SpanData{d}) != nil {
			refused++
		}
	}
	return refused
}

func wantStats(t *testing.T, b *batch.Batcher, want batch.Stats) {
	t.Helper()
	synctest.Wait()
	if got := b.Stats(); got != want {
		t.Errorf("Stats()\n got: %+v\nwant: %+v", got, want)
	}
}

func TestFullBatchGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSink()
		b := batch.New(s, batch.Options{})
		start := time.Now()
		put(t, b, 511)
		wantStats(t, b, batch.Stats{Accepted: 511})
		put(t, b, 1)
		wantStats(t, b, batch.Stats{Accepted: 512, Exported: 512})
		put(t, b, 1)
		<-time.After(4999 * time.Millisecond)
		wantStats(t, b, batch.Stats{Accepted: 513, Exported: 512})
		<-time.After(time.Millisecond)
		wantStats(t, b, batch.Stats{Accepted: 513, Exported: 513})
		if got := time.Since(start); got != 5*time.Second {
			t.Errorf("the last span went after %v, want 5s", got)
		}
	})
}

// TestSlowExporter: End takes no time while the exporter is stuck, and
// accepted + dropped = ended, to the span.
func TestSlowExporter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		b := batch.New(g, batch.Options{Queue: 100, Batch: 10, InFlight: 3})
		tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: b}).Tracer("test")
		start, ended := time.Now(), 0
		for range 10 {
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					for range 5 {
						_, span := tracer.Start(context.Background(), "work")
						span.End()
					}
				})
			}
			wg.Wait()
			ended += 40
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("ending %d spans took %v of a stuck exporter's time", ended, took)
		}
		// Three batches under way, a full queue behind them, the rest dropped.
		wantStats(t, b, batch.Stats{Accepted: 130, Dropped: uint64(ended) - 130})
		if g.inFlight() != 3 {
			t.Errorf("%d exports in flight, want 3", g.inFlight())
		}
		for range 20 {
			g.open <- nil
		}
		wantStats(t, b, batch.Stats{Accepted: 130, Dropped: uint64(ended) - 130, Exported: 130})
		if n := len(g.Spans()); n != 130 {
			t.Errorf("%d spans arrived, want 130", n)
		}
	})
}

// TestDropsNewest: what is queued is older and stays.
func TestDropsNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSink()
		b := batch.New(s, batch.Options{Queue: 4, Batch: 4, InFlight: 1})
		var spans []*tracecontext.SpanData
		for i := range 11 {
			spans = append(spans, &tracecontext.SpanData{Name: string(rune('a' + i))})
		}
		if err := b.Export(context.Background(), spans); err == nil {
			t.Error("a full queue returned no error")
		}
		if err := b.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		names := ""
		for _, d := range s.Spans() {
			names += d.Name
		}
		if want := "abcdefgh"; names != want {
			t.Errorf("exported %q, want %q", names, want)
		}
		wantStats(t, b, batch.Stats{Accepted: 8, Dropped: 3, Exported: 8})
	})
}

// TestFlushCoversWhatEndedBefore: exports overtake each other, and the
// flush still waits for all that was there, and for no more.
func TestFlushCoversWhatEndedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		b := batch.New(g, batch.Options{Batch: 10, InFlight: 2})
		put(t, b, 25) // two batches under way, 5 spans waiting
		done := make(chan error, 1)
		go func() { done <- b.ForceFlush(context.Background()) }()
		for i := range 3 {
			synctest.Wait()
			if len(done) != 0 {
				t.Fatalf("the flush returned after %d of 3 exports", i)
			}
			g.open <- nil
		}
		synctest.Wait()
		if len(done) != 1 || <-done != nil {
			t.Fatal("the flush did not return after the last export")
		}
		put(t, b, 3) // ended after the flush: they wait for the timer again
		wantStats(t, b, batch.Stats{Accepted: 28, Exported: 25})
		g.open <- nil
		if err := b.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestFlushGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		b := batch.New(g, batch.Options{})
		put(t, b, 1)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := b.ForceFlush(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ForceFlush of a stuck exporter: %v, want deadline exceeded", err)
		}
		g.open <- nil
		if err := b.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := batch.New(g, batch.Options{}).ForceFlush(context.Background()); err != nil {
			t.Errorf("ForceFlush of nothing: %v", err)
		}
	})
}

func TestShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSink()
		b := batch.New(s, batch.Options{})
		put(t, b, 700)
		if err := b.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if refused := put(t, b, 2); refused != 2 {
			t.Errorf("%d of 2 spans refused after Shutdown", refused)
		}
		if err := b.Shutdown(context.Background()); err != nil || s.shutdown != 1 {
			t.Errorf("second Shutdown: %v, exporter shut down %d times, want nil and once", err, s.shutdown)
		}
		wantStats(t, b, batch.Stats{Accepted: 700, Dropped: 2, Exported: 700})
	})
}

// TestShutdownIsBounded: what can't be delivered in time is counted, and
// nothing goes on behind the caller's back. The bubble fails if a goroutine stays.
func TestShutdownIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		b := batch.New(g, batch.Options{Batch: 10, InFlight: 2})
		put(t, b, 35)
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		start := time.Now()
		if err := b.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 2*time.Second {
			t.Errorf("Shutdown: %v after %v, want deadline exceeded after 2s", err, time.Since(start))
		}
		wantStats(t, b, batch.Stats{Accepted: 35, Failed: 35})
		if g.shutdown != 1 {
			t.Errorf("exporter shut down %d times, want once", g.shutdown)
		}
	})
}

func TestNewPanics(t *testing.T) {
	const want = "batch: New needs an exporter"
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
			t.Errorf("New(nil): panic %q, want one that says %q", got, want)
		}
	}()
	batch.New(nil, batch.Options{})
}

// TestTakesMoreThanAQueue: a single Export fills the free exports first,
// then the queue.
func TestTakesMoreThanAQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := batch.New(newSink(), batch.Options{Queue: 10, Batch: 10, InFlight: 3})
		if err := b.Export(context.Background(), slices.Repeat([]*tracecontext.SpanData{{Name: "work"}}, 55)); err == nil {
			t.Error("no error although 15 spans had no room")
		}
		wantStats(t, b, batch.Stats{Accepted: 40, Dropped: 15, Exported: 40})
	})
}
