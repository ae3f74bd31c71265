package samplecost

import "math"

// Cost is what a strategy takes and what it gives.
type Cost struct {
	Network float64 // bytes a second, from the services to the collectors
	Routing float64 // bytes a second between collectors, so that a trace meets in one
	Memory  float64 // bytes that wait for a verdict, over all collectors
	Stored  float64 // bytes a second
	KeepErr float64 // the chance that a failed trace is kept
	KeepAny float64 // the share of all traces that is kept

	// What rates look like from the traces kept. Naive counts them as they
	// are; weighting each by 1/p gives the true value, give or take the
	// relative standard errors.
	NaiveRate       float64 // traces a second
	NaiveErrorShare float64
	NaiveSlowShare  float64 // and with it every percentile of duration
	RateError       float64 // of the weighted rate of traces in the window
	ErrorRateError  float64 // of the weighted rate of failed traces
}

// keep returns the chances with which a strategy keeps a trace that is failed
// or slow, and any other.
func (p Params) keep(s Strategy) (special, rest float64) {
	switch s {
	case Head:
		return p.Head, p.Head
	case Tail:
		return 1, p.Baseline
	default:
		return p.HeadFirst, min(p.HeadFirst, p.Baseline)
	}
}

// Cost applies the formulas of the package comment.
func (p Params) Cost(s Strategy) Cost {
	sent := 1.0 // the share of traces that leaves the services
	switch s {
	case Head:
		sent = p.Head
	case HeadThenTail:
		sent = p.HeadFirst
	}
	special, rest := p.keep(s)
	isSpecial := 1 - (1-p.Errors)*(1-p.Slow)
	full := p.Traces * p.Spans * p.Wire // everything, in bytes a second
	c := Cost{
		Network: full * sent,
		KeepErr: special,
		KeepAny: isSpecial*special + (1-isSpecial)*rest,
	}
	if s != Head {
		c.Memory = p.Traces * p.Spans * p.Heap * p.Wait.Seconds() * sent
		// A span arrives at any collector and belongs to one.
		n := float64(p.Collectors)
		c.Routing = c.Network * (n - 1) / n
	}
	c.Stored = full * c.KeepAny
	c.NaiveRate = p.Traces * c.KeepAny
	c.NaiveErrorShare = p.Errors * special / c.KeepAny // NaN when nothing is kept
	c.NaiveSlowShare = p.Slow * special / c.KeepAny
	c.ErrorRateError = RelativeError(special, p.Traces*p.Errors*p.Window.Seconds())
	c.RateError = p.rateError(special, rest, isSpecial)
	return c
}

// rateError is the relative standard error of the weighted count of all traces:
// two strata, sampled with chances of their own.
func (p Params) rateError(special, rest, isSpecial float64) float64 {
	n := p.Traces * p.Window.Seconds()
	variance := 0.0
	for _, stratum := range []struct{ share, p float64 }{{isSpecial, special}, {1 - isSpecial, rest}} {
		if stratum.share > 0 {
			variance += stratum.share * n * (1 - stratum.p) / stratum.p
		}
	}
	return math.Sqrt(variance) / n
}

// RelativeError is the relative standard error of a count of n traces of which
// a share p was kept and each weighted by 1/p: sqrt((1-p)/(p*n)). It is +Inf
// when nothing is kept.
func RelativeError(p, n float64) float64 { return math.Sqrt((1 - p) / (p * n)) }

// AtLeastOne is the chance that of n traces, each kept with p, any is kept.
func AtLeastOne(p float64, n int) float64 { return 1 - math.Pow(1-p, float64(n)) }

// Independent is the chance that a trace is whole when each service on its way
// tosses a coin of its own.
func Independent(shares ...float64) float64 {
	product := 1.0
	for _, p := range shares {
		product *= p
	}
	return product
}

// Consistent is that chance when each decides by the trace id: the trace that
// passes the strictest passes them all.
func Consistent(shares ...float64) float64 {
	least := 1.0
	for _, p := range shares {
		least = min(least, p)
	}
	return least
}
