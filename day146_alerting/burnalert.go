package alerting

import (
	"fmt"
	"math"
	"math/big"
	"time"
)

// BurnAlert is a Tier worked out for an SLO: it fires while the error ratio is
// above Threshold over both Long and Short.
type BurnAlert struct {
	SLO       SLO
	Tier      Tier
	Burn      float64       // B = Period / Empties
	Threshold float64       // T = B * budget, an error ratio
	Long      time.Duration // W = Spend * Empties: how much must have been spent
	Short     time.Duration // w = W/12: is it still going on, so that it can reset
	threshold *big.Rat
}

// derive works out the alert of a tier that Tier.validate has accepted.
func (t Tier) derive(s SLO) BurnAlert {
	burn := big.NewRat(int64(s.Period), int64(t.Empties))
	long := new(big.Rat).Mul(decimal(t.Spend), big.NewRat(int64(t.Empties), 1))
	a := BurnAlert{SLO: s, Tier: t, threshold: new(big.Rat).Mul(burn, s.ExactBudget())}
	a.Burn, _ = burn.Float64()
	a.Threshold, _ = a.threshold.Float64()
	ns, _ := long.Float64()
	a.Long = time.Duration(ns).Round(time.Second)
	a.Short = (a.Long / 12).Round(time.Second)
	a.Tier.Severity = t.severity()
	return a
}

// String names the alert in texts: its severity and long window, page 1h.
func (a BurnAlert) String() string { return a.Tier.Severity + " " + FormatDuration(a.Long) }

// validate refuses alerts that could never fire, or fire inside the SLO.
func (a BurnAlert) validate() error {
	switch {
	// An error ratio is at most 1 and must be above the threshold, so 1 is
	// already out of reach.
	case a.Threshold >= 1:
		return fmt.Errorf("tier %s: %w: burn rate %.4g is not below 1/budget = %.4g, which a total outage burns at",
			a.Tier, ErrImpossible, a.Burn, 1/a.SLO.Budget())
	// B <= P/W in other words: W = Spend*Empties and B = P/Empties.
	case a.Tier.Spend > 1:
		return fmt.Errorf("tier %s: %w: burn rate %.4g over %s is above period/window = %.4g: "+
			"the budget is empty before the window is full",
			a.Tier, ErrImpossible, a.Burn, FormatDuration(a.Long), float64(a.SLO.Period)/float64(a.Long))
	case a.Burn < 1:
		return fmt.Errorf("tier %s: %w: burn rate %.4g is below 1: it alerts on a service that is within its SLO",
			a.Tier, ErrUnwise, a.Burn)
	case a.Short < time.Second:
		return fmt.Errorf("tier %s: %w: the short window of %v is under a second", a.Tier, ErrImpossible, a.Long/12)
	}
	return nil
}

// ExactThreshold returns Threshold without rounding, for whoever goes on to compute
// with it. The result is a copy.
func (a BurnAlert) ExactThreshold() *big.Rat { return new(big.Rat).Set(a.threshold) }

// Detect returns how long an error ratio lasts before the alert fires, when
// there was none before: T*W/ratio. ok is false when it never does.
//
// The long window decides, since the short one passes the threshold sooner. At
// a ratio of 1 the result is Spend*Period*budget: no choice of window helps.
func (a BurnAlert) Detect(ratio float64) (d time.Duration, ok bool) { return a.DetectFrom(ratio, 0) }

// DetectFrom is Detect for a service that had the error ratio base before:
// W*(T-base)/(ratio-base).
func (a BurnAlert) DetectFrom(ratio, base float64) (d time.Duration, ok bool) {
	switch {
	case !(ratio > a.Threshold):
		return 0, false
	case base >= a.Threshold:
		return 0, true // it was firing already
	}
	return time.Duration(math.Round(float64(a.Long) * (a.Threshold - base) / (ratio - base))), true
}

// Reset returns how long after the end of an outage with the given error ratio
// the alert goes on: w*(1-T/ratio), the time until the short window is clean
// enough. It holds when the outage filled the short window. With the long window
// alone it would be W*(1-T/ratio), 12 times as long.
func (a BurnAlert) Reset(ratio float64) time.Duration {
	if !(ratio > a.Threshold) {
		return 0
	}
	return time.Duration(float64(a.Short) * (1 - a.Threshold/ratio))
}

// Spent returns the share of the budget that is gone when somebody is told: at
// the error ratio, after detection and the further delay. With no delay it is
// Tier.Spend, whatever the ratio.
func (a BurnAlert) Spent(ratio float64, delay time.Duration) (share float64, ok bool) {
	d, ok := a.Detect(ratio)
	return a.SLO.BurnRate(ratio) * float64(d+delay) / float64(a.SLO.Period), ok
}

// ErrorsNeeded returns the least number of errors in the short window that can
// fire the alert at a traffic of rps requests a second: floor(T*rps*w)+1.
func (a BurnAlert) ErrorsNeeded(rps float64) int { return errorsOver(a.threshold, rps, a.Short) }

// LeastTraffic returns the requests a second from which errors failures in the
// short window are needed: fewer, and single failures begin to decide.
func (a BurnAlert) LeastTraffic(errors int) float64 {
	return float64(errors-1) / (a.Threshold * a.Short.Seconds())
}

// leastSpend returns the share of the budget that the tier must spend before the
// short window needs errors failures. How fast it empties does not matter: T*rps*w
// is the spend times the failures that the budget allows, divided by 12.
func (a BurnAlert) leastSpend(rps float64, errors int) float64 {
	return 12 * float64(errors-1) / a.SLO.allowed(rps)
}

// allowed returns how many requests may fail in a period.
func (s SLO) allowed(rps float64) float64 { return s.Budget() * rps * s.Period.Seconds() }

// errorsOver is worked out in fractions: 0.006*20*1800 is 216 and needs 217
// errors, but in floating point it may come out as 215.99999999999997.
func errorsOver(threshold *big.Rat, rps float64, window time.Duration) int {
	n := new(big.Rat).Mul(threshold, decimal(rps))
	n.Mul(n, big.NewRat(int64(window), int64(time.Second)))
	whole := new(big.Int).Quo(n.Num(), n.Denom())
	if !whole.IsInt64() {
		return math.MaxInt
	}
	return int(whole.Int64()) + 1
}
