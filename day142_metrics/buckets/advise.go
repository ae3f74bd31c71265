package buckets

import (
	"errors"
	"fmt"
	"math"
	"slices"

	metrics "workbook/day142_metrics"
)

// An SLO is a latency objective: a share of requests, 0.99 for 99%, that takes
// at most Threshold seconds.
type SLO struct {
	Objective float64
	Threshold float64
}

// Input is what [Advise] works from. Latencies and bounds are in seconds,
// and samples and thresholds lie between a nanosecond and 1e9, thirty years.
type Input struct {
	Samples   []float64 // measured latencies, in any order; or see Shape
	SLOs      []SLO     // at least one
	Quantiles []float64 // those you look at, beside the objectives; nil means 0.5 and 0.9
	Current   []float64 // the bounds in use; nil means DefaultBuckets
	Bounds    int       // how many bounds to propose at most; 0 means as many as Current has
}

// Advice compares three sets of bounds under the same samples.
type Advice struct {
	Current  Report // those in use
	Today    Report // fitted to the samples as they are: the tempting mistake
	Proposed Report // fitted to the samples at half to double their latency
}

// ErrInput is wrapped by every error of [Advise] and [Shape].
var ErrInput = errors.New("buckets: invalid input")

// maxAdvised bounds the work of Advise. No histogram should have as many.
const maxAdvised = 100

// What lies outside of these is no latency, and every decade between costs work.
const (
	shortest = 1e-9
	longest  = 1e9
)

// A load may be half as slow or twice as slow tomorrow, and any factor between.
const (
	driftLow  = 0.5
	driftHigh = 2
)

// Advise judges the current bounds by what a query would make of them, and
// proposes others. The proposal contains the threshold of each SLO, so that the
// share below it is counted and not guessed. The rest are decimals of at most
// two digits, chosen so that the largest relative error of a quantile, over all
// targets and over all drifts of the latency from a half to double, is as small
// as that many bounds allow; among equals, so that the sum of the errors is.
//
// The search is exact. It fails, with an error that wraps [ErrInput], when a
// number is out of range or the bounds are too few.
func Advise(in Input) (Advice, error) {
	in, err := in.complete()
	if err != nil {
		return Advice{}, fmt.Errorf("%w: %w", ErrInput, err)
	}
	var mandatory []float64
	for _, s := range in.SLOs {
		mandatory = append(mandatory, s.Threshold)
	}
	today, err := planBounds(in.spans(1, 1), mandatory, in.Bounds)
	if err != nil {
		return Advice{}, fmt.Errorf("%w: %w", ErrInput, err)
	}
	proposed, err := planBounds(in.spans(driftLow, driftHigh), mandatory, in.Bounds)
	if err != nil {
		return Advice{}, fmt.Errorf("%w: %w", ErrInput, err)
	}
	return Advice{in.report(in.Current), in.report(today), in.report(proposed)}, nil
}

// complete checks in and fills its defaults in. It sorts a copy of the samples.
func (in Input) complete() (Input, error) {
	if len(in.Samples) == 0 || len(in.SLOs) == 0 {
		return in, fmt.Errorf("%d samples and %d SLOs: at least one of each is needed", len(in.Samples), len(in.SLOs))
	}
	for i, v := range in.Samples {
		if !(v >= shortest && v <= longest) {
			return in, fmt.Errorf("sample %d is %v: want seconds, %v to %v", i+1, v, shortest, longest)
		}
	}
	in.Samples = slices.Sorted(slices.Values(in.Samples))
	if in.Quantiles == nil {
		in.Quantiles = []float64{0.5, 0.9}
	}
	in.Quantiles = slices.Clone(in.Quantiles)
	for _, s := range in.SLOs {
		if !(s.Threshold >= shortest && s.Threshold <= longest) {
			return in, fmt.Errorf("the threshold of an SLO is %v: want seconds, %v to %v", s.Threshold, shortest, longest)
		}
		in.Quantiles = append(in.Quantiles, s.Objective)
	}
	slices.Sort(in.Quantiles)
	in.Quantiles = slices.Compact(in.Quantiles)
	for _, q := range in.Quantiles {
		if !(q > 0 && q < 1) {
			return in, fmt.Errorf("the quantile or objective %v is not between 0 and 1", q)
		}
	}
	return in.completeBounds()
}

func (in Input) completeBounds() (Input, error) {
	if in.Current == nil {
		in.Current = metrics.DefaultBuckets()
	}
	for i, b := range in.Current {
		if !(b > 0 && b <= math.MaxFloat64) || i > 0 && b <= in.Current[i-1] {
			return in, fmt.Errorf("current bound %d is %v: want positive numbers that ascend", i+1, b)
		}
	}
	if in.Bounds == 0 {
		in.Bounds = len(in.Current)
	}
	if in.Bounds < 1 || in.Bounds > maxAdvised {
		return in, fmt.Errorf("%d bounds: want 1 to %d", in.Bounds, maxAdvised)
	}
	return in, nil
}

// spans returns, for each target, where its true value may lie.
func (in Input) spans(low, high float64) []span {
	var spans []span
	for _, q := range in.Quantiles {
		v := quantile(in.Samples, q)
		spans = append(spans, span{v * low, v * high})
	}
	return spans
}
