package metrics

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
)

// DefaultBuckets returns the bounds that most clients use when they are told
// nothing: 5 ms to 10 s, in seconds. They fit no service in particular; see
// package buckets.
func DefaultBuckets() []float64 {
	return []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// LinearBuckets returns count bounds: start, start+width, and so on. They are
// computed as decimals: LinearBuckets(0.1, 0.1, 3) ends in 0.3, where adding
// floats would give 0.30000000000000004, which no alert rule would match. It
// panics unless count and width are positive and the results finite.
func LinearBuckets(start, width float64, count int) []float64 {
	if count < 1 || !(width > 0) {
		panic(fmt.Sprintf("metrics: LinearBuckets needs a positive width and count, not %v and %d.", width, count))
	}
	step := decimal(width)
	return series10(start, count, func(x *big.Rat) { x.Add(x, step) })
}

// ExponentialBuckets returns count bounds: start, start*factor, and so on,
// computed as decimals. It panics unless start and count are positive, factor
// is above 1 and the results are finite.
func ExponentialBuckets(start, factor float64, count int) []float64 {
	if count < 1 || !(start > 0) || !(factor > 1) {
		panic(fmt.Sprintf("metrics: ExponentialBuckets needs a positive start and count and a factor above 1, not %v, %d and %v.",
			start, count, factor))
	}
	step := decimal(factor)
	return series10(start, count, func(x *big.Rat) { x.Mul(x, step) })
}

// decimal returns the number that x is written as, not the binary fraction
// beside it that x holds.
func decimal(x float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	if !ok {
		panic(fmt.Sprintf("metrics: bounds cannot be computed from %v.", x))
	}
	return r
}

// series10 collects count values from start on, each the float64 nearest to
// its exact decimal value.
func series10(start float64, count int, next func(*big.Rat)) []float64 {
	bounds := make([]float64, count)
	x := decimal(start)
	for i := range bounds {
		bounds[i], _ = x.Float64()
		if math.IsInf(bounds[i], 0) {
			panic(fmt.Sprintf("metrics: bound %d of %d is too large for a float64.", i+1, count))
		}
		next(x)
	}
	return bounds
}

// setBounds checks bounds, prepares their le labels, and returns a copy, which
// the caller cannot change any more. A last bound of +Inf is dropped: that
// bucket exists anyway.
func (f *family) setBounds(bounds []float64) []float64 {
	if n := len(bounds); n > 0 && math.IsInf(bounds[n-1], 1) {
		bounds = bounds[:n-1]
	}
	copied := make([]float64, len(bounds))
	for i, b := range bounds {
		if math.IsNaN(b) || math.IsInf(b, 0) {
			panic(fmt.Sprintf("metrics: %s has the bound %v, which is not a finite number.", f.name, b))
		}
		if i > 0 && b <= bounds[i-1] {
			panic(fmt.Sprintf("metrics: %s has the bound %v after %v: bounds must ascend, without repeats.",
				f.name, b, bounds[i-1]))
		}
		copied[i] = b + 0 // turns -0 into 0
	}
	f.setPoints("le", append(slices.Clone(copied), math.Inf(1)))
	return copied
}

// setQuantiles does the same for a summary's quantiles.
func (f *family) setQuantiles(quantiles []float64) []float64 {
	copied := make([]float64, len(quantiles))
	for i, q := range quantiles {
		if !(q >= 0 && q <= 1) {
			panic(fmt.Sprintf("metrics: %s has the quantile %v, which is not between 0 and 1.", f.name, q))
		}
		if i > 0 && q <= quantiles[i-1] {
			panic(fmt.Sprintf("metrics: %s has the quantile %v after %v: quantiles must ascend, without repeats.",
				f.name, q, quantiles[i-1]))
		}
		copied[i] = q + 0
	}
	f.setPoints("quantile", copied)
	return copied
}
