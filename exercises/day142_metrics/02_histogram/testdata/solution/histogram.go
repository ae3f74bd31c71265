// Package histogram counts observations in buckets, so that quantiles can be
// estimated later.
package histogram

import (
	"math"
	"slices"
	"sync"
)

// Histogram counts observations. Make one with New.
type Histogram struct {
	bounds []float64

	mu     sync.Mutex // makes bucket and sum one event, and a snapshot one moment
	counts []uint64   // per bucket, not cumulative; the last is that up to +Inf
	sum    float64
}

// Snapshot is what a histogram held at one moment.
type Snapshot struct {
	Cumulative []uint64 // per bound: the observations up to it; then all, for +Inf
	Count      uint64
	Sum        float64
}

// New returns a histogram with these upper bounds, which are finite and ascend;
// there may be none. The slice remains the caller's, with all that lies behind it.
func New(bounds []float64) *Histogram {
	return &Histogram{bounds: slices.Clone(bounds), counts: make([]uint64, len(bounds)+1)}
}

// Observe counts v in the bucket of the smallest bound that is not below it. It
// ignores NaN, the infinities, and what would make the sum infinite.
func (h *Histogram) Observe(v float64) {
	i := 0
	for i < len(h.bounds) && v > h.bounds[i] {
		i++ // stops at the bound that equals v: it is inclusive
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	sum := h.sum + v
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return // a sum that is one of them is lost for good
	}
	h.counts[i]++
	h.sum = sum
}

// Snapshot returns what has been observed so far, as of one moment. It is the
// caller's to keep.
func (h *Histogram) Snapshot() Snapshot {
	h.mu.Lock()
	s := Snapshot{Cumulative: slices.Clone(h.counts), Sum: h.sum}
	h.mu.Unlock()
	for i, n := range s.Cumulative {
		s.Count += n
		s.Cumulative[i] = s.Count
	}
	return s
}
