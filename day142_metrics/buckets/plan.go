package buckets

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// A span is a stretch of latencies in which a target lies.
type span struct{ low, high float64 }

// A plan is the search for bounds: which of the candidates to take.
type plan struct {
	spans      []span
	candidates []float64 // ascending, the mandatory ones included
	mandatory  []float64
}

// mantissas are what is nice in a decimal: each is at most a quarter above the
// one before.
var mantissas = []string{"1", "1.2", "1.5", "1.8", "2", "2.5", "3", "3.5", "4", "5", "6", "7", "8", "9"}

// planBounds returns at most n bounds, as [Advise] promises them.
func planBounds(spans []span, mandatory []float64, n int) ([]float64, error) {
	p := plan{spans: spans, mandatory: mandatory, candidates: slices.Clone(mandatory)}
	low, high := spans[0].low, spans[0].high
	for _, s := range spans {
		low, high = min(low, s.low), max(high, s.high)
	}
	for e := math.Floor(math.Log10(low)) - 1; e <= math.Log10(high)+1; e++ {
		for _, m := range mantissas {
			// From text, so that the candidate is the float64 that prints so. It
			// cannot fail: Advise has bounded the exponent.
			v, _ := strconv.ParseFloat(m+"e"+strconv.Itoa(int(e)), 64)
			p.candidates = append(p.candidates, v)
		}
	}
	slices.Sort(p.candidates)
	p.candidates = slices.Compact(p.candidates)
	worst, _ := p.best(n, math.Inf(1), func(a, b float64) float64 { return max(a, b) })
	if math.IsInf(worst, 1) {
		const format = "%d bounds are too few: they must include %d thresholds and frame the targets, from %.3gs to %.3gs"
		return nil, fmt.Errorf(format,
			n, len(mandatory), low, high)
	}
	// The largest error leaves many choices open; take that with the least sum.
	_, bounds := p.best(n, worst, func(a, b float64) float64 { return a + b })
	return bounds, nil
}

// cost is the worst relative error of a quantile in the bucket from lower to
// upper: the value may be at one end and the estimate at the other. It is
// infinite in a bucket that begins at 0 or never ends, and 0 in one where no
// target can be.
func (p plan) cost(lower, upper float64) float64 {
	for _, s := range p.spans {
		if lower < s.high && upper >= s.low {
			return spread(lower, upper)
		}
	}
	return 0
}

func spread(lower, upper float64) float64 {
	if lower <= 0 || math.IsInf(upper, 1) {
		return math.Inf(1)
	}
	return (upper - lower) / lower
}

// skips reports whether a mandatory bound lies strictly between two bounds.
func (p plan) skips(lower, upper float64) bool {
	return slices.ContainsFunc(p.mandatory, func(m float64) bool { return lower < m && m < upper })
}

// best chooses at most n bounds so that the combined cost of all buckets is
// least, with no bucket above limit; it returns none when that cannot be. It is
// dynamic programming: the cheapest way to end k bounds at candidate j is the
// cheapest way to end k-1 at some i before it, and then the bucket from i to j.
// That holds for max and for a sum alike.
func (p plan) best(n int, limit float64, combine func(a, b float64) float64) (float64, []float64) {
	c := p.candidates
	total := make([][]float64, n) // total[k][j]: of k+1 bounds, the last of them c[j]
	from := make([][]int, n)
	for k := range total {
		total[k], from[k] = make([]float64, len(c)), make([]int, len(c))
		for j := range c {
			if k == 0 {
				total[k][j] = p.price(0, c[j], limit)
				continue
			}
			total[k][j] = math.Inf(1)
			for i := range j {
				if v := combine(total[k-1][i], p.price(c[i], c[j], limit)); v < total[k][j] {
					total[k][j], from[k][j] = v, i
				}
			}
		}
	}
	return p.cheapest(total, from, limit, combine)
}

// price is the cost of a bucket, or infinite where it must not be.
func (p plan) price(lower, upper, limit float64) float64 {
	if v := p.cost(lower, upper); v <= limit && !p.skips(lower, upper) {
		return v
	}
	return math.Inf(1)
}

// cheapest ends each row of total with the bucket up to +Inf, and follows the
// least of all sums back to its bounds.
func (p plan) cheapest(total [][]float64, from [][]int, limit float64, combine func(a, b float64) float64) (float64, []float64) {
	c := p.candidates
	least, count, last := math.Inf(1), 0, 0
	for k := range total {
		for j := range c { // strictly less: among equals, the fewer bounds
			if v := combine(total[k][j], p.price(c[j], math.Inf(1), limit)); v < least {
				least, count, last = v, k+1, j
			}
		}
	}
	bounds := make([]float64, count)
	for k := count - 1; k >= 0; k-- {
		bounds[k] = c[last]
		last = from[k][last]
	}
	return least, bounds
}
