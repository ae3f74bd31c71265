package batch_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
)

// TestDropsAreReported: what a stuck exporter costs is said once a minute with its
// number, and the rest at Shutdown. Nothing is lost in silence.
func TestDropsAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var told []uint64
		var when []time.Duration
		onError := func(err error) {
			var drop *batch.DropError
			if errors.As(err, &drop) {
				told, when = append(told, drop.Dropped), append(when, time.Since(start))
			}
		}
		b := batch.New(newGate(), batch.Options{Queue: 10, Batch: 10, InFlight: 1, ExportTimeout: time.Hour, OnError: onError})
		put(t, b, 25) // 10 under way, 10 wait, 5 dropped
		<-time.After(59 * time.Second)
		put(t, b, 2)
		<-time.After(time.Second + time.Millisecond) // the first minute is over
		<-time.After(10 * time.Minute)               // and no report without a drop
		put(t, b, 3)
		<-time.After(time.Second)
		began := time.Since(start)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := b.Shutdown(ctx); err == nil {
			t.Error("Shutdown of a stuck exporter: no error")
		}
		synctest.Wait()
		if len(told) != 2 || told[0] != 7 || told[1] != 3 || when[0] != time.Minute || when[1] != began {
			t.Errorf("told of %v drops after %v, want 7 after 1m0s and 3 as Shutdown begins, after %v", told, when, began)
		}
		wantStats(t, b, batch.Stats{Accepted: 20, Dropped: 10, Failed: 20})
	})
}

// TestQueueIsBoundedInBytes: what waits and what is under way count together, and what
// was sent makes room.
func TestQueueIsBoundedInBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		b := batch.New(g, batch.Options{Bytes: 1 << 20, Batch: 2})
		large := &tracecontext.SpanData{Attrs: []slog.Attr{slog.String("url.path", strings.Repeat("x", 200<<10))}}
		export := func(n int) {
			for range n {
				_ = b.Export(t.Context(), []*tracecontext.SpanData{large})
			}
		}
		export(10)
		wantStats(t, b, batch.Stats{Accepted: 5, Dropped: 5})
		g.open <- nil
		g.open <- errors.New("refused")
		wantStats(t, b, batch.Stats{Accepted: 5, Dropped: 5, Exported: 2, Failed: 2})
		export(10)
		wantStats(t, b, batch.Stats{Accepted: 9, Dropped: 11, Exported: 2, Failed: 2})
		if err := b.Shutdown(canceled(t)); err == nil {
			t.Error("Shutdown of a stuck exporter: no error")
		}
		wantStats(t, b, batch.Stats{Accepted: 9, Dropped: 11, Exported: 2, Failed: 7})
	})
}
