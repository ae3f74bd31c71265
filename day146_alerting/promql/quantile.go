package promql

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Bucket is one cumulative bucket of a classic histogram: Count observations,
// or observations a second, were at most UpperBound.
type Bucket struct {
	UpperBound float64
	Count      float64
}

// onStack is the number of buckets that Quantile and Fraction sort without a
// heap allocation. Prometheus's default histogram has 12.
const onStack = 64

// tolerance is the relative difference between neighbouring counts that is
// taken for rounding: sums of rates over many series differ in the last digits.
const tolerance = 1e-12

// Quantile is PromQL's histogram_quantile over classic buckets, in any order,
// which it does not change.
//
// Inside a bucket it assumes an even spread, so the error is up to the width of
// that bucket. NaN answers: q is NaN, there are fewer than two buckets, there is
// no +Inf bucket, or nothing was counted. A q below 0 answers -Inf, above 1 +Inf.
// When the rank falls into the +Inf bucket the answer is the highest finite
// bound: read it as "at least". A first bucket whose bound is at or below zero
// answers its bound; otherwise it is taken to start at 0.
func Quantile(q float64, buckets []Bucket) float64 {
	switch {
	case math.IsNaN(q):
		return math.NaN()
	case q < 0:
		return math.Inf(-1)
	case q > 1:
		return math.Inf(1)
	}
	var room [onStack]Bucket
	bs := merged(append(room[:0], buckets...))
	if len(bs) < 2 {
		return math.NaN()
	}
	forceMonotone(bs)
	n := bs[len(bs)-1].Count
	if n == 0 {
		return math.NaN()
	}
	rank := q * n
	i := sort.Search(len(bs)-1, func(i int) bool { return bs[i].Count >= rank })
	switch {
	case i == len(bs)-1: // the +Inf bucket has no width to interpolate in
		return bs[i-1].UpperBound
	case i == 0 && bs[0].UpperBound <= 0:
		return bs[0].UpperBound
	case i == 0:
		return bs[0].UpperBound * (rank / bs[0].Count)
	}
	below, in := bs[i-1], bs[i]
	return below.UpperBound + (in.UpperBound-below.UpperBound)*((rank-below.Count)/(in.Count-below.Count))
}

// Fraction is PromQL's histogram_fraction: the share of observations between
// lower and upper. With upper at a bucket bound it is exact, and is the latency
// SLI; between bounds it interpolates as Quantile does.
//
// NaN answers: a NaN limit, no +Inf bucket, nothing counted. lower >= upper is 0.
// The first bucket is taken to start at 0 when its bound is positive, as in
// Prometheus since 3.8 (before, a limit inside it answered NaN).
func Fraction(lower, upper float64, buckets []Bucket) float64 {
	var room [onStack]Bucket
	bs := merged(append(room[:0], buckets...))
	if len(bs) == 0 || math.IsNaN(lower) || math.IsNaN(upper) {
		return math.NaN()
	}
	n := bs[len(bs)-1].Count
	if n == 0 {
		return math.NaN()
	}
	if lower >= upper {
		return 0
	}
	return (rankOf(upper, bs) - rankOf(lower, bs)) / n
}

// rankOf returns how many observations are at most v.
func rankOf(v float64, bs []Bucket) float64 {
	n := bs[len(bs)-1].Count
	from, rank := 0.0, 0.0
	if bs[0].UpperBound <= 0 {
		from = math.Inf(-1)
	}
	for _, b := range bs {
		switch {
		case from >= v:
			return min(rank, n)
		case b.UpperBound > v && math.IsInf(from, -1):
			return min(b.Count, n) // no width: the whole bucket counts as below
		case b.UpperBound > v:
			return min(rank+(b.Count-rank)*(v-from)/(b.UpperBound-from), n)
		}
		from, rank = b.UpperBound, b.Count
	}
	return n
}

// merged sorts bs in place and adds up equal bounds ("0.5" and "0.50" are two
// series with one bound). It returns nil when there is no +Inf bucket: then the
// total is not known, and neither is any rank.
func merged(bs []Bucket) []Bucket {
	byBound := func(a, b Bucket) int { return cmp.Compare(a.UpperBound, b.UpperBound) }
	if !slices.IsSortedFunc(bs, byBound) {
		slices.SortFunc(bs, byBound)
	}
	if len(bs) == 0 || !math.IsInf(bs[len(bs)-1].UpperBound, 1) {
		return nil
	}
	out := bs[:1]
	for _, b := range bs[1:] {
		if last := &out[len(out)-1]; last.UpperBound == b.UpperBound {
			last.Count += b.Count
		} else {
			out = append(out, b)
		}
	}
	return out
}

// forceMonotone lifts counts that are lower than the bucket before. It happens
// when buckets were scraped, or rated, at slightly different moments.
func forceMonotone(bs []Bucket) {
	prev := bs[0].Count
	for i := range bs[1:] {
		b := &bs[i+1]
		if b.Count < prev || nearly(b.Count, prev) {
			b.Count = prev
		}
		prev = b.Count
	}
}

// nearly compares relative to the size of both. Zero is near to nothing but itself.
func nearly(a, b float64) bool {
	if a == b || a == 0 || b == 0 {
		return a == b
	}
	return math.Abs(a-b)/(math.Abs(a)+math.Abs(b)) < tolerance
}
