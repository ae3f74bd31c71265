package tracecontext

import (
	"context"
	"slices"
	"sync"
)

// Ring is an Exporter that remembers the last spans, for a page that shows
// them. It is bounded by construction.
type Ring struct {
	mu    sync.Mutex
	spans []*SpanData // in order of arrival, from next on
	next  int
	size  int
}

// NewRing returns a Ring of the last n spans; n below 1 panics.
func NewRing(n int) *Ring {
	if n < 1 {
		panic("tracecontext: a Ring must hold at least one span")
	}
	return &Ring{size: n}
}

// Export keeps spans, in place of the oldest.
func (r *Ring) Export(_ context.Context, spans []*SpanData) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range spans {
		if len(r.spans) < r.size {
			r.spans = append(r.spans, d)
			continue
		}
		r.spans[r.next] = d
		r.next = (r.next + 1) % r.size
	}
	return nil
}

// Shutdown does nothing: the spans stay readable.
func (r *Ring) Shutdown(context.Context) error { return nil }

// Spans returns what is held, oldest first.
func (r *Ring) Spans() []*SpanData {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Concat(r.spans[r.next:], r.spans[:r.next])
}
