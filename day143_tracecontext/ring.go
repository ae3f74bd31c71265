package tracecontext

import (
	"context"
	"slices"
	"sync"
)

// Ring is an Exporter that remembers the last spans, for a page that shows
// them: at most as many as NewRing was told, and at most 2 KiB for each of them
// on average (1 MiB at least), so that a few giants cost their neighbours' place.
type Ring struct {
	mu    sync.Mutex
	spans []*SpanData // oldest first
	bytes int         // their sizes
	n     int         // bound of spans
}

// NewRing returns a Ring of the last n spans; n below 1 panics.
func NewRing(n int) *Ring {
	if n < 1 {
		panic("tracecontext: a Ring must hold at least one span")
	}
	return &Ring{n: n}
}

// Export keeps spans, in place of the oldest.
func (r *Ring) Export(_ context.Context, spans []*SpanData) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range spans {
		r.spans = append(r.spans, d)
		r.bytes += d.Size()
		for len(r.spans) > r.n || r.bytes>>11 >= max(r.n, 512) {
			r.bytes -= r.spans[0].Size()
			r.spans[0] = nil // release it: append moves the rest to a new array only later
			r.spans = r.spans[1:]
		}
	}
	return nil
}

// Shutdown does nothing: the spans stay readable.
func (r *Ring) Shutdown(context.Context) error { return nil }

// Spans returns what is held, oldest first.
func (r *Ring) Spans() []*SpanData {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.spans)
}
