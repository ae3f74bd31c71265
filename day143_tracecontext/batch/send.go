package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tracecontext "workbook/day143_tracecontext"
)

// start starts as many exports as are due and allowed. The caller holds b.mu, and
// calls arm when the queue is as it will stay.
func (b *Batcher) start() {
	for len(b.inFlight) < b.options.InFlight && b.due() {
		n := min(len(b.queue), b.options.Batch)
		// A copy: the queue's array is filled again while this batch is sent.
		batch := slices.Clone(b.queue[:n])
		b.queue = slices.Delete(b.queue, 0, n) // keeps the array, clears its tail
		first := b.head
		b.head += uint64(n)
		b.inFlight[first] = struct{}{}
		go b.send(first, batch)
	}
}

// arm keeps the timer running exactly while something waits. The caller holds b.mu.
func (b *Batcher) arm() {
	switch {
	case len(b.queue) > 0 && b.timer == nil:
		b.timer = b.after(b.options.Interval, b.tick)
	case len(b.queue) == 0 && b.timer != nil:
		stopped := b.timer.Stop()
		if stopped { // else its tick is on the way, and a second timer would make two for good
			b.timer = nil
		}
	}
}

// due reports whether the front of the queue should go now.
func (b *Batcher) due() bool {
	return len(b.queue) >= b.options.Batch || len(b.queue) > 0 && b.head < b.flushTo
}

// tick sends what waits although its batch is not full.
func (b *Batcher) tick() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.timer = nil
	b.flushTo = max(b.flushTo, b.head+uint64(len(b.queue)))
	b.start()
	b.arm()
}

// oldest is the lowest number not yet done: flushes wait for it to pass.
func (b *Batcher) oldest() uint64 {
	low := b.head
	for first := range b.inFlight {
		low = min(low, first)
	}
	return low
}

// send exports one batch on a goroutine of its own, then starts the next.
func (b *Batcher) send(first uint64, batch []*tracecontext.SpanData) {
	err := b.export(batch)
	// Each span of the batch ends in one of two counts, so that the books
	// balance: what was accepted is exported, failed, waiting or under way.
	failed := uint64(0)
	var partial *tracecontext.PartialError
	switch {
	case errors.As(err, &partial):
		failed = min(uint64(partial.Rejected), uint64(len(batch)))
	case err != nil:
		failed = uint64(len(batch))
	}
	if err != nil && b.options.OnError != nil {
		b.options.OnError(err)
	}
	size := sizeOf(batch)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stats.Failed += failed
	b.stats.Exported += uint64(len(batch)) - failed
	b.bytes -= size
	delete(b.inFlight, first)
	// Flushes wait on this channel outside the lock. Closing wakes all of them;
	// each looks again, and those that still wait take the new one.
	close(b.progress)
	b.progress = make(chan struct{})
	b.start()
	b.arm()
}

func sizeOf(spans []*tracecontext.SpanData) (bytes int) {
	for _, d := range spans {
		bytes += d.Size()
	}
	return bytes
}

// export runs the exporter within its timeout. A panic in it is its error: the
// process must not die of its telemetry.
func (b *Batcher) export(batch []*tracecontext.SpanData) (err error) {
	ctx, cancel := context.WithTimeout(b.ctx, b.options.ExportTimeout)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("batch: exporter panicked: %v", v)
		}
	}()
	return b.next.Export(ctx, batch)
}
