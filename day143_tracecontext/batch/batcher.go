package batch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// Options configure a Batcher; zero values are OpenTelemetry's defaults.
type Options struct {
	Queue         int           // spans that may wait; 2048
	Bytes         int           // estimated, of spans that wait or are under way; 32 MiB
	Batch         int           // spans to an export; 512
	Interval      time.Duration // longest wait of a span for its batch to fill; 5 s
	ExportTimeout time.Duration // bound of one export; 30 s
	// InFlight is how many exports may run at once; 4. With one, throughput is
	// capped at Batch/RTT whatever the network can carry.
	InFlight int
	// OnError is told of each failed export, from the goroutine that ran it, and once a
	// minute of what was dropped, as a *DropError.
	OnError func(error)
}

// Stats count spans since the start. Accepted + Dropped is what was ended;
// Accepted - Exported - Failed is what waits or is under way.
type Stats struct {
	Accepted, Dropped, Exported, Failed uint64
}

// Batcher is an Exporter that collects spans and exports them in the background.
// It never blocks the caller: when the queue is full the newest span is dropped
// and counted. No goroutine runs while there is nothing to export.
type Batcher struct {
	next    tracecontext.Exporter
	options Options
	ctx     context.Context // parent of all exports; ended by Shutdown
	cancel  context.CancelFunc

	mu     sync.Mutex // never held during an export
	queue  []*tracecontext.SpanData
	bytes  int // of the spans that wait or are under way
	closed bool
	timer  *time.Timer // runs while something waits; nil otherwise
	stats  Stats
	drops  dropReport

	// after is time.AfterFunc. On a busy machine a timer's function runs late, in a
	// test's bubble never: a test puts a late one in its place.
	after func(time.Duration, func()) *time.Timer

	// Each accepted span has a sequence number, and that is how a flush knows
	// what ended before it, although exports overtake each other.
	head     uint64              // number of queue[0], or of the next span to come
	inFlight map[uint64]struct{} // by the number of their first span
	flushTo  uint64              // spans below this don't wait for a full batch
	progress chan struct{}       // closed and replaced whenever an export ends
}

// New returns a Batcher in front of next.
func New(next tracecontext.Exporter, o Options) *Batcher {
	if next == nil {
		panic("batch: New needs an exporter to send to")
	}
	o.Queue, o.Batch, o.InFlight = orDefault(o.Queue, 2048), orDefault(o.Batch, 512), orDefault(o.InFlight, 4)
	o.Batch = min(o.Batch, o.Queue) // a batch that can't fill would wait for the timer only
	o.Bytes = orDefault(o.Bytes, 32<<20)
	o.Interval = orDefault(o.Interval, 5*time.Second)
	o.ExportTimeout = orDefault(o.ExportTimeout, 30*time.Second)
	b := &Batcher{next: next, options: o, after: time.AfterFunc,
		inFlight: map[uint64]struct{}{}, progress: make(chan struct{})}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	return b
}

// orDefault replaces what is not positive.
func orDefault[T int | time.Duration](v, unset T) T {
	if v <= 0 {
		return unset
	}
	return v
}

// Export queues spans and returns at once. Its error says that some were
// dropped; they are counted either way.
func (b *Batcher) Export(_ context.Context, spans []*tracecontext.SpanData) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		b.stats.Dropped += uint64(len(spans))
		return tracecontext.ErrShutdown
	}
	dropped := uint64(0)
	for _, d := range spans {
		size := d.Size()
		if len(b.queue) == b.options.Queue || b.bytes+size > b.options.Bytes {
			dropped++
			continue
		}
		b.queue = append(b.queue, d)
		b.bytes += size
		b.stats.Accepted++
		b.start() // a batch that goes makes room in the queue for the spans behind it; its bytes count until it is sent
	}
	b.arm()
	if dropped == 0 {
		return nil
	}
	b.stats.Dropped += dropped
	b.reportLater()
	return &DropError{dropped}
}

// Stats returns the counts of this moment.
func (b *Batcher) Stats() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stats
}

// ForceFlush exports what was accepted before it, and returns when that is done
// or ctx ends. Failed exports count as done: see Stats and OnError.
func (b *Batcher) ForceFlush(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	mark := b.head + uint64(len(b.queue))
	b.flushTo = max(b.flushTo, mark)
	b.start()
	b.arm()
	for b.oldest() < mark {
		if ctx.Err() != nil { // asked after the exports: when both have ended, the flush is done
			return fmt.Errorf("batch: flush: %w", context.Cause(ctx))
		}
		progress := b.progress
		b.mu.Unlock()
		select {
		case <-progress:
		case <-ctx.Done():
		}
		b.mu.Lock()
	}
	return nil
}

// Shutdown refuses new spans, flushes within ctx, then stops the exports still
// under way, counts what is left as failed, and shuts the exporter down. A
// second call does nothing.
func (b *Batcher) Shutdown(ctx context.Context) error {
	b.mu.Lock()
	again := b.closed
	b.closed = true
	b.mu.Unlock()
	if again {
		return nil
	}
	b.report() // before the flush: whoever shuts down may wait no longer than for that
	err := b.ForceFlush(ctx)
	b.mu.Lock()
	b.stats.Failed += uint64(len(b.queue))
	b.head += uint64(len(b.queue))
	b.bytes -= sizeOf(b.queue)
	b.queue = nil
	b.arm()
	b.mu.Unlock()
	b.report()
	b.cancel()
	return errors.Join(err, b.next.Shutdown(ctx))
}
