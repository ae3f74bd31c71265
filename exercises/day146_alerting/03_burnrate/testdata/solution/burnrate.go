// Package burnrate derives the windows and thresholds of burn-rate alerts from
// targets.
package burnrate

import (
	"errors"
	"math"
	"strconv"
	"time"
)

// SLO is an objective: the share Target of all requests is good over each Period.
type SLO struct {
	Target float64       // 0.999 for 99.9%; above 0 and below 1
	Period time.Duration // above 0
}

// Tier is what you want from an alert: it fires for anything that would empty the
// whole budget within Empties, when the share Spend of the budget is spent.
type Tier struct {
	Spend   float64       // 0.02 for 2%; above 0
	Empties time.Duration // above 0
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
// would fire on a service that keeps its objective; ErrNeverFires comes first.
//
// Targets and shares are decimals: 0.9 is nine tenths, though a float64 is only
// near to it. A threshold of 1 that comes out as 0.9999999999999998 is 1.
func Derive(s SLO, t Tier) (Alert, error) {
	budget := 1 - s.Target
	// Whatever empties a whole period's budget in Empties burns this fast.
	burn := float64(s.Period) / float64(t.Empties)
	long := time.Duration(t.Spend * float64(t.Empties))
	a := Alert{Burn: burn, Threshold: burn * budget, Long: long, Short: long / 12}
	switch {
	case decimal(a.Threshold) >= 1: // an error ratio is at most 1, and must be above
		return Alert{}, ErrNeverFires
	case t.Spend > 1: // the long window would still fill when nothing is left
		return Alert{}, ErrNeverFires
	case burn < 1:
		return Alert{}, ErrInsideSLO
	}
	return a, nil
}

// Detect returns how long an error ratio, between 0 and 1, lasts before the alert
// fires, if there were no errors before. ok is false when it never fires.
func (a Alert) Detect(ratio float64) (d time.Duration, ok bool) {
	if ratio <= a.Threshold {
		return 0, false
	}
	// After d of errors the long window averages ratio*d/Long.
	return time.Duration(a.Threshold * float64(a.Long) / ratio), true
}

// Reset returns how long the alert goes on after an outage with the given error
// ratio ended, if the outage had filled both windows. It is 0 for a ratio that
// does not fire the alert.
func (a Alert) Reset(ratio float64) time.Duration {
	if ratio <= a.Threshold {
		return 0
	}
	// The short window is the first to fall below, and both must be above.
	return time.Duration(float64(a.Short) * (1 - a.Threshold/ratio))
}

// ErrorsNeeded returns the least number of errors in the short window that fires
// the alert at a traffic of rps requests a second. It counts in decimals, as
// Derive does: a share of 0.144 of 13,500 requests is 1944, not 1943.9999999999998.
func (a Alert) ErrorsNeeded(rps float64) int {
	return int(math.Floor(decimal(a.Threshold*rps*a.Short.Seconds()))) + 1
}

// decimal takes off what binary fractions add: a calculation is right to 15 digits or so,
// and the last three of them would decide what lies exactly at a limit.
func decimal(v float64) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64) // it reads what it wrote
	return v
}
