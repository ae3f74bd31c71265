// Package quantile reads latencies out of the buckets of a histogram, as
// Prometheus does.
package quantile

import (
	"math"
	"sort"
)

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
	switch {
	case math.IsNaN(q):
		return q
	case q < 0: // no latency is so low that less than no request lies below it
		return math.Inf(-1)
	case q > 1:
		return math.Inf(1)
	}
	bs := append([]Bucket(nil), buckets...)
	sort.Slice(bs, func(i, j int) bool { return bs[i].Le < bs[j].Le })
	if len(bs) < 2 {
		return math.NaN()
	}
	last := bs[len(bs)-1]
	if !math.IsInf(last.Le, 1) || last.Count == 0 {
		return math.NaN()
	}
	rank := q * last.Count
	i := 0
	for bs[i].Count < rank {
		i++
	}
	if i == len(bs)-1 {
		// "More than the highest bound" is all that is known about these.
		return bs[i-1].Le
	}
	// The first bucket starts at 0: no request takes less.
	var low Bucket
	if i > 0 {
		low = bs[i-1]
	} else if bs[0].Le <= 0 {
		return bs[0].Le
	}
	return low.Le + (bs[i].Le-low.Le)*(rank-low.Count)/(bs[i].Count-low.Count)
}

// Overall returns the quantile of all requests of several instances with the
// same bucket bounds, in any order. It does not change the buckets.
func Overall(q float64, instances [][]Bucket) float64 {
	// Counts add up, quantiles do not: a mean of p99s weighs an idle instance
	// like a busy one.
	total := map[float64]float64{}
	for _, buckets := range instances {
		for _, b := range buckets {
			total[b.Le] += b.Count
		}
	}
	var merged []Bucket
	for le, n := range total {
		merged = append(merged, Bucket{le, n})
	}
	return Quantile(q, merged)
}
