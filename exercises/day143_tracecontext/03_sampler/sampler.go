// Package sampler decides which traces are kept, so that all services agree
// without talking to each other.
package sampler

// Parent is what a service knows of the span that called it.
type Parent struct {
	Present bool // false at the root of a trace
	Sampled bool // the sampled bit of the caller's traceparent
}

// Keep reports whether the trace with this id is among the share p of all
// traces: 0 keeps none, 1 keeps all. Below 0 and NaN mean 0, above 1 means 1. The
// answer depends on nothing else.
func Keep(id [16]byte, p float64) bool {
	// TODO: turn the low 7 bytes of the id into a number, p into a threshold on
	// the same scale, and compare.
	return false
}

// Decide reports whether a span of the trace is sampled, in a service whose own
// share is p.
func Decide(parent Parent, id [16]byte, p float64) bool {
	// TODO: roll once, at the root; everybody else follows.
	return false
}
