// wrong: three atomic variables are consistent with each other
// caught by: TestOneMoment/snapshot
package histogram

import (
	"math"
	"slices"
	"sync/atomic"
)

// Histogram counts observations. Make one with New.
type Histogram struct {
	bounds []float64
	counts []atomic.Uint64
	sum    atomic.Uint64 // bits of a float64
}

// Snapshot is what a histogram held at one moment.
type Snapshot struct {
	Cumulative []uint64
	Count      uint64
	Sum        float64
}

// New returns a histogram with these upper bounds, which ascend.
func New(bounds []float64) *Histogram {
	return &Histogram{bounds: slices.Clone(bounds), counts: make([]atomic.Uint64, len(bounds)+1)}
}

// Observe counts v.
func (h *Histogram) Observe(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	i := 0
	for i < len(h.bounds) && v > h.bounds[i] {
		i++
	}
	h.counts[i].Add(1)
	for {
		old := h.sum.Load()
		if h.sum.CompareAndSwap(old, math.Float64bits(math.Float64frombits(old)+v)) {
			return
		}
	}
}

// Snapshot returns what has been observed so far.
func (h *Histogram) Snapshot() Snapshot {
	s := Snapshot{Cumulative: make([]uint64, len(h.counts))}
	for i := range h.counts {
		s.Count += h.counts[i].Load()
		s.Cumulative[i] = s.Count
	}
	s.Sum = math.Float64frombits(h.sum.Load())
	return s
}
