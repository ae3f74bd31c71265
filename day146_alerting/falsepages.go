package alerting

import (
	"math"
)

// FalsePages returns how many times in one Period the alert is expected to start
// firing on a service that is exactly as good as its SLO promises, at rps
// requests a second. It is the closed form, for a steady traffic with errors
// that strike independently; Simulate does without the first assumption.
//
// The alert needs k errors in the short window and K in the long one. It can
// start only at the moment an error arrives. Let S be the errors in the short
// window just before, and R those in the rest of the long one: both Poisson.
// The error starts the alert if S+1 >= k and S+1+R >= K hold, and before it did
// not both, so with budget*rps*Period errors in a period:
//
//	pages = errors * ( P(S>=k-1, S+R>=K-1) - P(S>=k, S+R>=K) )
func (a BurnAlert) FalsePages(rps float64) float64 {
	perSecond := rps * a.SLO.Budget()
	inShort := perSecond * a.Short.Seconds()
	inRest := perSecond * (a.Long - a.Short).Seconds()
	k := errorsOver(a.threshold, rps, a.Short)
	K := errorsOver(a.threshold, rps, a.Long)
	begins := both(inShort, inRest, k-1, K-1) - both(inShort, inRest, k, K)
	return perSecond * a.SLO.Period.Seconds() * max(begins, 0)
}

// both returns P(S >= k and S+R >= all) for Poisson counts with the given means.
func both(meanS, meanR float64, k, all int) float64 {
	// Beyond ten standard deviations the terms are below 1e-20.
	top := max(k, int(meanS+10*math.Sqrt(meanS)+30))
	rest := tailOf(meanR)
	p := 0.0
	for s := k; s <= top; s++ {
		p += poisson(meanS, s) * rest.from(all-s)
	}
	return p
}

// tail holds P(R >= n) for a Poisson count, for the n where it is neither 1 nor
// 0 to all the digits that a float64 has: ten standard deviations around the mean.
type tail struct {
	first  int
	values []float64
}

// tailOf sums the tail of a Poisson distribution once for all n.
func tailOf(mean float64) tail {
	reach := 10*math.Sqrt(mean) + 30
	t := tail{first: max(0, int(mean-reach))}
	t.values = make([]float64, int(mean+reach)-t.first+1)
	// Summing up from the far end adds small to large and keeps the digits.
	sum := 0.0
	for i := len(t.values) - 1; i >= 0; i-- {
		sum += poisson(mean, t.first+i)
		t.values[i] = min(sum, 1)
	}
	return t
}

// from returns P(R >= n): 1 left of what is held, 0 right of it.
func (t tail) from(n int) float64 {
	switch i := n - t.first; {
	case i <= 0:
		return 1
	case i >= len(t.values):
		return 0
	default:
		return t.values[i]
	}
}

// poisson returns P(N = n), through logarithms: mean^n overflows early.
func poisson(mean float64, n int) float64 {
	if mean == 0 {
		if n == 0 {
			return 1
		}
		return 0
	}
	gamma, _ := math.Lgamma(float64(n) + 1)
	return math.Exp(float64(n)*math.Log(mean) - mean - gamma)
}
