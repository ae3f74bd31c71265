// Package buckets chooses the bounds of a latency histogram from objectives,
// and says what the bounds in use make of the latencies that were measured.
//
// The libraries of the field have no counterpart: they offer linear and
// exponential bounds, and leave the choice to you. What is estimated here is
// what PromQL's histogram_quantile would answer.
//
// Begin with advise.go, the input and the promise. Report.go judges a set of
// bounds; plan.go searches for a better one; shape.go has samples to try it on.
//
// # Does not handle
//
// Latencies whose shape changes by more than a factor: the advice is for the
// modes that were measured, each moved by half to double.
package buckets
