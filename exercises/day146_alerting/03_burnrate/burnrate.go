// Package burnrate derives the windows and thresholds of burn-rate alerts from
// targets.
package burnrate

import (
	"errors"
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
	// TODO: get Burn from Period and Empties, Threshold from Burn and the budget,
	// Long from Spend and Empties, Short as a twelfth of Long; then refuse what
	// cannot work.
	return Alert{}, nil
}

// Detect returns how long an error ratio, between 0 and 1, lasts before the alert
// fires, if there were no errors before. ok is false when it never fires.
func (a Alert) Detect(ratio float64) (d time.Duration, ok bool) {
	// TODO: when does the average over the long window pass the threshold?
	return 0, false
}

// Reset returns how long the alert goes on after an outage with the given error
// ratio ended, if the outage had filled both windows. It is 0 for a ratio that
// does not fire the alert.
func (a Alert) Reset(ratio float64) time.Duration {
	// TODO: which of the two windows falls below the threshold first?
	return 0
}

// ErrorsNeeded returns the least number of errors in the short window that fires
// the alert at a traffic of rps requests a second. It counts in decimals, as
// Derive does: a share of 0.144 of 13,500 requests is 1944, not 1943.9999999999998.
func (a Alert) ErrorsNeeded(rps float64) int {
	// TODO: the ratio must be above the threshold.
	return 0
}
