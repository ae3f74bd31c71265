// Package quantile reads latencies out of the buckets of a histogram, as
// Prometheus does.
package quantile

// Bucket is one cumulative bucket: Count requests took at most Le seconds. The
// last one of a complete histogram has Le = +Inf. Counts need not be whole, since
// they may be rates.
type Bucket struct {
	Le    float64
	Count float64
}

// Quantile returns the latency below which the share q of all requests lies. The
// buckets come in any order, no two with the same Le, and must not be changed.
// A count is never below that of a smaller Le.
//
// A q below 0 answers -Inf and one above 1 answers +Inf, whatever the buckets hold.
// Otherwise it is NaN when the buckets cannot answer: fewer than two, none with
// Le = +Inf, or nothing counted. A q that is NaN answers NaN.
func Quantile(q float64, buckets []Bucket) float64 {
	// TODO: find the bucket that holds the rank q*total, and interpolate inside it.
	return 0
}

// Overall returns the quantile of all requests of several instances with the
// same bucket bounds, in any order. It does not change the buckets.
func Overall(q float64, instances [][]Bucket) float64 {
	// TODO: decide what can be added up: the quantiles or the buckets.
	return 0
}
