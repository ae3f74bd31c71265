// Buckets says what a histogram's bounds make of a service's latencies, and
// proposes bounds that serve its objectives.
//
// Usage:
//
//	buckets [flags] [FILE]
//
// FILE holds one latency a line, as a duration (4.2ms) or in seconds (0.0042);
// - is standard input. Without FILE it uses the shape that -shape names.
//
//	-slo 99%@300ms    an objective; may be repeated
//	-shape cache      api, batch, cache or queue
//	-current 5ms,…    the bounds in use; by default those of most clients
//	-n 11             how many bounds to propose at most; 0: as many as in use
//	-svg FILE         draw the comparison
//
// The work is done by package buckets; begin with main.go, which reads the flags
// and hands the samples over.
//
// The exit status is 2 for a flag or an input that makes no sense.
package main
