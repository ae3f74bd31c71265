// Package tailsampling decides about a trace when it is whole: it waits, looks at
// what is in the trace, and keeps what failed, what was slow, and a share of the rest. It is
// processor/tailsamplingprocessor of the OpenTelemetry Collector. Begin with the
// type Sampler in sampler.go, then verdict.go.
//
//	exporter := tailsampling.New(batch.New(next, batch.Options{}),
//		tailsampling.Options{Slow: time.Second, Baseline: 0.01})
//
// # Promises
//
// What waits is bounded in traces and in bytes; over a bound the oldest trace is
// judged early and counted. At most one timer runs, and none after Shutdown. No lock is held
// while the next exporter works. What a kept trace stands for is published in its
// tracestate, so that sums of AdjustedCount stay right.
//
// # Does not handle
//
// Spans of other processes, for which a collector is needed to which all spans of a
// trace are routed; rules on attributes; what the head sampler dropped before.
package tailsampling
