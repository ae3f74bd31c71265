// Package histogram counts observations in buckets, so that quantiles can be
// estimated later.
package histogram

// Histogram counts observations. Make one with New.
type Histogram struct {
	// TODO: choose what is stored, and what keeps it together.
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
	// TODO: one bucket for each bound and one for the rest.
	return &Histogram{}
}

// Observe counts v in the bucket of the smallest bound that is not below it. It
// ignores NaN, the infinities, and what would make the sum infinite.
func (h *Histogram) Observe(v float64) {
	// TODO: find the bucket; count the observation as one event.
}

// Snapshot returns what has been observed so far, as of one moment. It is the
// caller's to keep.
func (h *Histogram) Snapshot() Snapshot {
	// TODO: copy, then add the buckets up.
	return Snapshot{}
}
