package buckets

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// bruteForce tries every choice of 1 to n candidates.
func (p plan) bruteForce(n int) (worst, sum float64) {
	worst, sum = math.Inf(1), math.Inf(1)
	for set := range 1 << len(p.candidates) {
		var bounds []float64
		for i, c := range p.candidates {
			if set>>i&1 == 1 {
				bounds = append(bounds, c)
			}
		}
		missing := slices.ContainsFunc(p.mandatory, func(m float64) bool { return !slices.Contains(bounds, m) })
		if len(bounds) == 0 || len(bounds) > n || missing {
			continue
		}
		w, s, lower := 0.0, 0.0, 0.0
		for _, upper := range append(bounds, math.Inf(1)) {
			c := p.cost(lower, upper)
			w, s, lower = max(w, c), s+c, upper
		}
		if w < worst || w == worst && s < sum {
			worst, sum = w, s
		}
	}
	return worst, sum
}

// The dynamic programming equals brute force, in the largest error and then in
// the sum, on random small cases.
func TestPlanEqualsBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(142, 1))
	for round := range rounds(t, 300) {
		p := plan{}
		for v := 0.001; len(p.candidates) < 10; v *= 1.1 + rng.Float64() {
			p.candidates = append(p.candidates, v)
		}
		for range 1 + rng.IntN(3) {
			low := p.candidates[rng.IntN(6)] * (1 + rng.Float64())
			p.spans = append(p.spans, span{low, low * (1 + 3*rng.Float64())})
		}
		for range rng.IntN(3) {
			p.mandatory = append(p.mandatory, p.candidates[rng.IntN(10)])
		}
		n := 1 + rng.IntN(7)
		wantWorst, wantSum := p.bruteForce(n)
		worst, _ := p.best(n, math.Inf(1), func(a, b float64) float64 { return max(a, b) })
		if worst != wantWorst {
			t.Fatalf("round %d, %+v, %d bounds: got worst %v, brute force %v", round, p, n, worst, wantWorst)
		}
		if math.IsInf(worst, 1) {
			continue
		}
		sum, bounds := p.best(n, worst, func(a, b float64) float64 { return a + b })
		if math.Abs(sum-wantSum) > 1e-9 || len(bounds) > n || !slices.IsSorted(bounds) {
			t.Fatalf("round %d, %+v: got %v with sum %v, want at most %d bounds in order and brute force's %v",
				round, p, bounds, sum, n, wantSum)
		}
	}
}

func TestPlanCost(t *testing.T) {
	p := plan{spans: []span{{0.002, 0.008}}}
	tests := []struct{ lower, upper, want float64 }{
		{0.001, 0.002, 1}, // a bound belongs to its bucket
		{0.008, 0.016, 0}, // and the next begins above it
		{0.004, 0.005, 0.25},
		{0.01, math.Inf(1), 0},
		{0.005, math.Inf(1), math.Inf(1)},
		{0, 0.001, 0},
		{0, 0.002, math.Inf(1)},
	}
	for _, tt := range tests {
		if got := p.cost(tt.lower, tt.upper); !near(got, tt.want, 1e-9) && got != tt.want {
			t.Errorf("cost(%v, %v): got %v, want %v", tt.lower, tt.upper, got, tt.want)
		}
	}
}
