// wrong: a threshold of 1 is reached in a total outage
// caught by: TestDeriveRefuses/exactly_total_outage
// Package burnrate derives the windows and thresholds of burn-rate alerts from
// targets.
package burnrate

import (
	"errors"
	"math"
	"time"
)

// SLO is an objective: the share Target of all requests is good over each Period.
type SLO struct {
	Target float64 // 0.999 for 99.9%
	Period time.Duration
}

// Tier is what you want from an alert: it fires for anything that would empty the
// whole budget within Empties, when the share Spend of the budget is spent.
type Tier struct {
	Spend   float64 // 0.02 for 2%
	Empties time.Duration
}

// Alert fires while the error ratio is above Threshold over both windows.
type Alert struct {
	Burn        float64 // burn rate: 1 spends the budget in exactly one period
	Threshold   float64 // the error ratio at that burn rate
	Long, Short time.Duration
}

// The reasons to refuse a tier.
var (
	ErrNeverFires = errors.New("can never fire")
	ErrInsideSLO  = errors.New("fires inside the SLO")
)

// Derive works out the alert for a tier. It returns ErrNeverFires when not even
// a total outage can fire it before the budget is gone, and ErrInsideSLO when it
// would fire on a service that keeps its objective.
func Derive(s SLO, t Tier) (Alert, error) {
	budget := 1 - s.Target
	// Whatever empties a whole period's budget in Empties burns this fast.
	burn := float64(s.Period) / float64(t.Empties)
	long := time.Duration(t.Spend * float64(t.Empties))
	a := Alert{Burn: burn, Threshold: burn * budget, Long: long, Short: long / 12}
	switch {
	case a.Threshold > 1:
		return Alert{}, ErrNeverFires
	case t.Spend > 1: // the long window would still fill when nothing is left
		return Alert{}, ErrNeverFires
	case burn < 1:
		return Alert{}, ErrInsideSLO
	}
	return a, nil
}

// Detect returns how long an error ratio lasts before the alert fires, if there
// were no errors before. ok is false when it never fires.
func (a Alert) Detect(ratio float64) (d time.Duration, ok bool) {
	if ratio <= a.Threshold {
		return 0, false
	}
	// After d of errors the long window averages ratio*d/Long.
	return time.Duration(a.Threshold * float64(a.Long) / ratio), true
}

// Reset returns how long the alert goes on after an outage with the given error
// ratio ended, if the outage had filled both windows.
func (a Alert) Reset(ratio float64) time.Duration {
	if ratio <= a.Threshold {
		return 0
	}
	// The short window is the first to fall below, and both must be above.
	return time.Duration(float64(a.Short) * (1 - a.Threshold/ratio))
}

// ErrorsNeeded returns the least number of errors in the short window that fires
// the alert at a traffic of rps requests a second.
func (a Alert) ErrorsNeeded(rps float64) int {
	return int(math.Floor(a.Threshold*rps*a.Short.Seconds())) + 1
}
