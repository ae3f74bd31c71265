package batch_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
)

func TestExportTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var errs []error
		g := newGate()
		b := batch.New(g, batch.Options{OnError: func(err error) { errs = append(errs, err) }})
		put(t, b, 1)
		start := time.Now()
		if err := b.ForceFlush(context.Background()); err != nil || time.Since(start) != 30*time.Second {
			t.Errorf("flush: %v after %v, want nil after the export timeout of 30s", err, time.Since(start))
		}
		wantStats(t, b, batch.Stats{Accepted: 1, Failed: 1})
		if len(errs) != 1 || !errors.Is(errs[0], context.DeadlineExceeded) {
			t.Errorf("OnError got %v, want one deadline exceeded", errs)
		}
	})
}

// exportFunc is an Exporter out of a function.
type exportFunc func([]*tracecontext.SpanData) error

func (f exportFunc) Export(_ context.Context, spans []*tracecontext.SpanData) error { return f(spans) }
func (f exportFunc) Shutdown(context.Context) error                                 { return nil }

func TestFailures(t *testing.T) {
	for name, tt := range map[string]struct {
		export exportFunc
		want   batch.Stats
		text   string
	}{
		"error": {func([]*tracecontext.SpanData) error { return errors.New("boom") }, batch.Stats{Accepted: 5, Failed: 5}, "boom"},
		"panic": {func([]*tracecontext.SpanData) error { panic("oops") }, batch.Stats{Accepted: 5, Failed: 5}, "oops"},
		"partial": {func([]*tracecontext.SpanData) error {
			return &tracecontext.PartialError{Rejected: 2, Message: "two bad"}
		}, batch.Stats{Accepted: 5, Failed: 2, Exported: 3}, "two bad"},
		"warning": {func([]*tracecontext.SpanData) error {
			return &tracecontext.PartialError{Rejected: 0, Message: "slow down"}
		}, batch.Stats{Accepted: 5, Exported: 5}, "slow down"},
		"absurd": {func([]*tracecontext.SpanData) error {
			return &tracecontext.PartialError{Rejected: 1 << 40, Message: "all"}
		}, batch.Stats{Accepted: 5, Failed: 5}, "all"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var told []error
			b := batch.New(tt.export, batch.Options{OnError: func(err error) { told = append(told, err) }})
			put(t, b, 5)
			if err := b.Shutdown(context.Background()); err != nil {
				t.Errorf("%s: Shutdown: %v", name, err)
			}
			wantStats(t, b, tt.want)
			if len(told) != 1 || !strings.Contains(told[0].Error(), tt.text) {
				t.Errorf("%s: OnError got %v, want %q once", name, told, tt.text)
			}
		})
	}
}

// TestThroughput: with a round trip of 100 ms and one export at a time,
// 512 spans each would cap at 5,120/s. Four at a time carry four times that.
func TestThroughput(t *testing.T) {
	for inFlight, want := range map[int]time.Duration{1: 400 * time.Millisecond, 4: 100 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			slow := exportFunc(func([]*tracecontext.SpanData) error { <-time.After(100 * time.Millisecond); return nil })
			b := batch.New(slow, batch.Options{InFlight: inFlight})
			start := time.Now()
			put(t, b, 4*512)
			if err := b.ForceFlush(context.Background()); err != nil || time.Since(start) != want {
				t.Errorf("InFlight %d: 2048 spans took %v (%v), want %v", inFlight, time.Since(start), err, want)
			}
		})
	}
}

// TestTimerAfterATickThatFoundNoRoom: the interval is over while every
// export is stuck. What comes after that needs a timer of its own.
func TestTimerAfterATickThatFoundNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		b := batch.New(g, batch.Options{Batch: 10, InFlight: 1})
		put(t, b, 10) // under way, and stuck
		put(t, b, 1)
		<-time.After(5 * time.Second) // due, and no room
		put(t, b, 10)
		g.open <- nil
		g.open <- nil
		wantStats(t, b, batch.Stats{Accepted: 21, Exported: 20}) // the last one fills no batch
		g.open <- nil
		<-time.After(5 * time.Second)
		wantStats(t, b, batch.Stats{Accepted: 21, Exported: 21})
	})
}

// TestSmallQueue: a queue shorter than a batch is full before the batch
// is, and goes then instead of waiting for the interval.
func TestSmallQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := batch.New(newSink(), batch.Options{Queue: 5})
		put(t, b, 4)
		wantStats(t, b, batch.Stats{Accepted: 4})
		put(t, b, 1)
		wantStats(t, b, batch.Stats{Accepted: 5, Exported: 5})
	})
}

// TestShutdownEndsFlushes: who waits for spans that a Shutdown gave up
// must not wait for ever. The bubble fails if the flush does.
func TestShutdownEndsFlushes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := batch.New(newGate(), batch.Options{Batch: 10, InFlight: 1})
		put(t, b, 25)
		flushed := make(chan error, 1)
		go func() { flushed <- b.ForceFlush(context.Background()) }()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := b.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Shutdown: %v, want deadline exceeded", err)
		}
		if err := <-flushed; err != nil {
			t.Errorf("the flush under way: %v, want nil: failed spans are done too", err)
		}
		wantStats(t, b, batch.Stats{Accepted: 25, Failed: 25})
	})
}
