// wrong: every access is locked, so all of it is consistent
// caught by: TestOneMoment/sum_and_count
// Package histogram counts observations in buckets, so that quantiles can be
// estimated later.
package histogram

import (
	"math"
	"runtime"
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

// New returns a histogram with these upper bounds, which ascend. The slice
// remains the caller's.
func New(bounds []float64) *Histogram {
	return &Histogram{bounds: slices.Clone(bounds), counts: make([]uint64, len(bounds)+1)}
}

// Observe counts v in the bucket of the smallest bound that is not below it. It
// ignores NaN and the infinities.
func (h *Histogram) Observe(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return // a sum with one of them in it is lost for good
	}
	i := 0
	for i < len(h.bounds) && v > h.bounds[i] {
		i++ // stops at the bound that equals v: it is inclusive
	}
	h.mu.Lock()
	h.counts[i]++
	h.mu.Unlock()
	runtime.Gosched() // what the scheduler does sooner or later
	h.mu.Lock()
	h.sum += v
	h.mu.Unlock()
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
