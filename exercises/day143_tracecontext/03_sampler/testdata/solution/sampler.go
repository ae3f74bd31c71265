// Package sampler decides which traces are kept, so that all services agree
// without talking to each other.
package sampler

import (
	"encoding/binary"
	"math"
)

// Parent is what a service knows of the span that called it.
type Parent struct {
	Present bool // false at the root of a trace
	Sampled bool // the sampled bit of the caller's traceparent
}

// scale is the number of values that 7 random bytes can take.
const scale = 1 << 56

// Keep reports whether the trace with this id is among the share p of all
// traces: 0 keeps none, 1 keeps all. Below 0 and NaN mean 0, above 1 means 1. The
// answer depends on nothing else.
func Keep(id [16]byte, p float64) bool {
	// The low 7 bytes are the ones that are random by contract; the upper ones
	// may be a time or zeros.
	r := binary.BigEndian.Uint64(id[8:]) & (scale - 1)
	// Reject the lowest (1-p) of the scale. A greater p has a lower threshold,
	// so it keeps all that a smaller p keeps, and some more.
	if !(p > 0) {
		return false // NaN too: it is greater than nothing
	}
	t := uint64(math.Round((1 - min(p, 1)) * scale))
	return r >= t
}

// Decide reports whether a span of the trace is sampled, in a service whose own
// share is p.
func Decide(parent Parent, id [16]byte, p float64) bool {
	if parent.Present {
		return parent.Sampled
	}
	return Keep(id, p)
}
