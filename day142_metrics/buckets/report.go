package buckets

import (
	"math"
	"slices"
	"sort"
)

// A Report says what a set of bounds makes of the samples.
type Report struct {
	Bounds   []float64
	Counts   []int            // samples per bucket, the last up to +Inf
	Targets  []QuantileReport // ascending
	SLOs     []SLOReport
	First    float64 // share of the samples in the first bucket
	Overflow float64 // share of the samples above all bounds
	Series   int     // that each label set costs: buckets, +Inf, sum and count
	Worst    float64 // the largest relative error over all targets and drifts
}

// A QuantileReport compares a quantile with its estimate, in seconds.
type QuantileReport struct {
	Quantile float64
	True     float64
	Estimate float64 // what histogram_quantile answers
	Worst    float64 // (upper-lower)/lower of the bucket that True is in; +Inf in the first and the last
}

// An SLOReport compares the share of requests within a threshold with what the
// buckets say of it. With an error budget of 1-Objective, the budget burned is
// (1-share)/(1-Objective).
type SLOReport struct {
	SLO
	True     float64 // share of the samples within the threshold
	Reported float64 // interpolated in the bucket; exact when the threshold is a bound
}

// FalselyBurned returns the part of the error budget that is burned in the
// report and not in truth, 1 for all of it. It is negative when the report
// hides errors.
func (s SLOReport) FalselyBurned() float64 { return (s.True - s.Reported) / (1 - s.Objective) }

func (in Input) report(bounds []float64) Report {
	r := Report{Bounds: slices.Clone(bounds), Series: len(bounds) + 3}
	b := newHistogram(bounds, in.Samples)
	r.Counts = b.counts
	n := float64(len(in.Samples))
	r.First, r.Overflow = float64(b.counts[0])/n, float64(b.counts[len(bounds)])/n
	for _, q := range in.Quantiles {
		v := quantile(in.Samples, q)
		i := sort.SearchFloat64s(bounds, v)
		r.Targets = append(r.Targets, QuantileReport{q, v, b.quantile(q), spread(b.edges(i))})
	}
	for _, s := range in.SLOs {
		within := sort.Search(len(in.Samples), func(i int) bool { return in.Samples[i] > s.Threshold })
		r.SLOs = append(r.SLOs, SLOReport{s, float64(within) / n, b.within(s.Threshold)})
	}
	p := plan{spans: in.spans(driftLow, driftHigh)}
	for i := range b.counts {
		r.Worst = max(r.Worst, p.cost(b.edges(i)))
	}
	return r
}

// A histogram is what a scraper would see of the samples.
type histogram struct {
	bounds []float64
	counts []int
	total  int
}

func newHistogram(bounds, samples []float64) histogram {
	b := histogram{bounds, make([]int, len(bounds)+1), len(samples)}
	for _, v := range samples {
		b.counts[sort.SearchFloat64s(bounds, v)]++
	}
	return b
}

// edges returns the bounds of bucket i.
func (b histogram) edges(i int) (lower, upper float64) {
	upper = math.Inf(1)
	if i > 0 {
		lower = b.bounds[i-1]
	}
	if i < len(b.bounds) {
		upper = b.bounds[i]
	}
	return lower, upper
}

// quantile estimates as PromQL's histogram_quantile does: it finds the bucket
// of the rank and supposes that the samples are spread evenly in it. In the
// last bucket it can only answer with the highest bound.
func (b histogram) quantile(q float64) float64 {
	rank := q * float64(b.total)
	below := 0.0
	for i, n := range b.counts {
		lower, upper := b.edges(i)
		if c := float64(n); below+c >= rank && i < len(b.bounds) {
			return lower + (upper-lower)*(rank-below)/c
		}
		below += float64(n)
	}
	if len(b.bounds) == 0 {
		return math.NaN()
	}
	return b.bounds[len(b.bounds)-1]
}

// within estimates the share of samples up to v in the same manner. Above the
// highest bound, all that is known is the share below that bound.
func (b histogram) within(v float64) float64 {
	below := 0
	for i, n := range b.counts {
		lower, upper := b.edges(i)
		if v < upper || i == len(b.bounds) {
			inside := 0.0
			if i < len(b.bounds) {
				inside = float64(n) * (v - lower) / (upper - lower)
			}
			return (float64(below) + inside) / float64(b.total)
		}
		below += n
	}
	return 1
}

// quantile returns the smallest sample that a share q of sorted does not exceed
// (the nearest rank).
func quantile(sorted []float64, q float64) float64 {
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
