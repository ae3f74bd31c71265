package tailsampling

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// Options configure a Sampler.
type Options struct {
	Wait     time.Duration // from a trace's first span to its verdict; zero is 10 s
	Slow     time.Duration // a trace that takes this long is kept; zero: none is slow
	Baseline float64       // share of the other traces to keep, by their ids; zero: none
	// MaxTraces and MaxBytes bound what waits; zero is 50,000 and 64 MiB. Over
	// them the oldest trace gets its verdict early, on the spans seen so far.
	MaxTraces, MaxBytes int
	// Verdicts is how many are remembered for late spans; zero is 4 * MaxTraces.
	Verdicts int
	OnError  func(error) // told when the next exporter fails behind the timer
}

// Stats count since the start; Waiting and Bytes are of this moment.
type Stats struct {
	Kept, Dropped  uint64 // traces, by verdict
	Late           uint64 // spans that came after the verdict on their trace
	Evicted        uint64 // traces judged before their time, to stay in bounds
	Refused        uint64 // spans that came after Shutdown
	Waiting, Bytes int    // traces held, and an estimate of their heap
}

// Sampler is an Exporter that holds each trace until Wait after its first
// span, then keeps it whole if it failed or was slow, keeps a share Baseline of
// the rest, and drops the others. Baseline traces go on with a lower sampling
// probability in their tracestate, so AdjustedCount stays right.
//
// It can only choose among spans that were sampled at the head, and it sees
// those of this process alone. Judging a trace across services takes a
// collector to which all spans of one trace are routed by trace id.
type Sampler struct {
	next     tracecontext.Exporter
	options  Options
	baseline tracecontext.Threshold

	mu       sync.Mutex // never held while exporting
	waiting  map[tracecontext.TraceID]*heldTrace
	queue    []*heldTrace // the same traces by age, which is also by deadline
	verdicts verdictMemory
	timer    *time.Timer // runs while something waits, for queue[0] or one before it
	closed   bool
	stats    Stats
}

// heldTrace is a trace that waits for its verdict.
type heldTrace struct {
	id          tracecontext.TraceID
	due         time.Time
	spans       []*tracecontext.SpanData
	bytes       int
	failed      bool
	first, last time.Time // from its earliest start to its latest end
}

// New returns a Sampler in front of next, usually a Batcher.
func New(next tracecontext.Exporter, o Options) *Sampler {
	if next == nil {
		panic("tailsampling: New needs an exporter to send to")
	}
	o.Wait = orDefault(o.Wait, 10*time.Second)
	o.MaxTraces = orDefault(o.MaxTraces, 50_000)
	o.MaxBytes = orDefault(o.MaxBytes, 64<<20)
	o.Verdicts = orDefault(o.Verdicts, 4*o.MaxTraces)
	return &Sampler{
		next: next, options: o, baseline: tracecontext.NewThreshold(o.Baseline),
		waiting:  map[tracecontext.TraceID]*heldTrace{},
		verdicts: verdictMemory{of: map[tracecontext.TraceID]tracecontext.Threshold{}, limit: o.Verdicts},
	}
}

// Export takes spans in. It passes on at once what is late for a kept trace and
// what had to be judged early.
func (t *Sampler) Export(ctx context.Context, spans []*tracecontext.SpanData) error {
	t.mu.Lock()
	if t.closed {
		t.stats.Refused += uint64(len(spans))
		t.mu.Unlock()
		return tracecontext.ErrShutdown
	}
	var out []*tracecontext.SpanData
	for _, d := range spans {
		if v, late := t.verdicts.of[d.Context.TraceID]; late {
			t.stats.Late++
			out = appendKept(out, v, d)
			continue
		}
		t.hold(d)
		for len(t.queue) > t.options.MaxTraces || t.stats.Bytes > t.options.MaxBytes {
			t.stats.Evicted++
			out = t.judge(out)
		}
	}
	t.arm()
	t.mu.Unlock()
	return t.pass(ctx, out)
}

// Stats returns the counts of this moment.
func (t *Sampler) Stats() Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.stats
	s.Waiting = len(t.queue)
	return s
}

// ForceFlush flushes the next exporter. Traces that wait go on waiting: a
// verdict on half a trace is what tail sampling is there to avoid.
func (t *Sampler) ForceFlush(ctx context.Context) error {
	if f, ok := t.next.(flusher); ok {
		return f.ForceFlush(ctx)
	}
	return nil
}

// Shutdown judges everything that waits, passes it on and shuts the next
// exporter down. It waits for a batcher between portions, so that what was held
// for seconds does not overrun its queue at once. A second call does nothing.
func (t *Sampler) Shutdown(ctx context.Context) error {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		return nil
	}
	t.closed = true
	var out []*tracecontext.SpanData
	for len(t.queue) > 0 {
		out = t.judge(out)
	}
	if t.timer != nil {
		t.timer.Stop()
	}
	t.mu.Unlock()
	var errs []error
	for portion := range slices.Chunk(out, 512) {
		errs = append(errs, t.pass(ctx, portion), t.ForceFlush(ctx))
	}
	return errors.Join(append(errs, t.next.Shutdown(ctx))...)
}

func (t *Sampler) pass(ctx context.Context, spans []*tracecontext.SpanData) error {
	if len(spans) == 0 {
		return nil
	}
	return t.next.Export(ctx, spans)
}

// flusher is an Exporter that holds spans back.
type flusher interface {
	ForceFlush(ctx context.Context) error
}

// orDefault replaces what is not positive.
func orDefault[T int | time.Duration](v, unset T) T {
	if v <= 0 {
		return unset
	}
	return v
}
