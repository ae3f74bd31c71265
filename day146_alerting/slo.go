package alerting

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// ErrImpossible is wrapped by errors about alerts that could never fire, or
// objectives that nothing can meet.
var ErrImpossible = errors.New("impossible")

// ErrUnwise is wrapped by errors about alerts that could fire, but should not
// wake anybody.
var ErrUnwise = errors.New("unwise")

// SLO is a service level objective: over any Period, the good share of events
// is at least Target.
type SLO struct {
	Target float64       // a ratio: 0.999 for 99.9%
	Period time.Duration // 30 days is the usual one
}

// Budget returns 1 - Target, the share of events that may be bad. The
// subtraction is done in decimals: 1 - 0.999 in floating point is
// 0.0010000000000000009, and would end up in every rule file.
func (s SLO) Budget() float64 {
	b, _ := s.ExactBudget().Float64()
	return b
}

// ExactBudget returns 1 - Target without rounding.
func (s SLO) ExactBudget() *big.Rat {
	return new(big.Rat).Sub(big.NewRat(1, 1), decimal(s.Target))
}

// BurnRate returns how many times faster than allowed an error ratio spends
// the budget: 1 empties it in exactly one Period.
func (s SLO) BurnRate(ratio float64) float64 { return ratio / s.Budget() }

// Empty returns how long the share left of the budget (1 for all of it) lasts
// at a burn rate.
func (s SLO) Empty(burn, left float64) time.Duration {
	return time.Duration(left * float64(s.Period) / burn)
}

// validate refuses objectives without a budget or without a period.
func (s SLO) validate() error {
	switch {
	case math.IsNaN(s.Target) || s.Target <= 0 || s.Target > 1:
		return fmt.Errorf("target %v: %w: want a ratio between 0 and 1", s.Target, ErrImpossible)
	case s.Target == 1:
		return fmt.Errorf("target 100%%: %w: the budget is 0, so the first error ever breaks it and every burn rate is infinite",
			ErrImpossible)
	case s.Period <= 0:
		return fmt.Errorf("period %v: %w: want a positive duration", s.Period, ErrImpossible)
	}
	return nil
}

// decimal returns the number that a person wrote to get f: the shortest decimal
// that reads back as f, and not the binary fraction beside it.
func decimal(f float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
	if !ok { // NaN or infinite; validate refuses both before they get here
		return new(big.Rat)
	}
	return r
}

// FormatDecimal formats r as a decimal, exactly where it has an end, else to 15 places.
func FormatDecimal(r *big.Rat) string {
	places, finite := r.FloatPrec()
	if !finite {
		places = 15
	}
	return r.FloatString(places)
}

// FormatUp formats a number with three digits, rounded up: a traffic that is enough
// must still be enough as it is written.
func FormatUp(v float64) string {
	text := fmt.Sprintf("%.3g", v)
	if back, _ := strconv.ParseFloat(text, 64); back >= v || v <= 0 {
		return text
	}
	step := math.Pow(10, math.Floor(math.Log10(v))-2)
	return fmt.Sprintf("%.3g", v+step/2)
}

// ParsePercent reads 99.9 or 99.9% as the ratio 0.999, exactly.
func ParsePercent(s string) (float64, error) {
	r, ok := new(big.Rat).SetString(strings.TrimSuffix(s, "%"))
	if !ok || strings.ContainsAny(s, "/xXpP_") || len(s) > 32 {
		return 0, fmt.Errorf("percentage %.32q: want a number such as 99.9", s)
	}
	f, _ := r.Quo(r, big.NewRat(100, 1)).Float64()
	return f, nil
}

// FormatPercent formats a ratio as a percentage, exactly: 0.999 is 99.9%.
func FormatPercent(ratio float64) string {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return fmt.Sprint(ratio)
	}
	return FormatDecimal(new(big.Rat).Mul(decimal(ratio), big.NewRat(100, 1))) + "%"
}
