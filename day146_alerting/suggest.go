package alerting

import "time"

// SuggestTiers returns tiers that can fire for an objective where the default ones
// cannot, because its budget is so large that they would want a ratio above 1: the
// thresholds of those are lowered to 80%. The fastest still pages.
func SuggestTiers(s SLO) []Tier {
	var out []Tier
	least := time.Duration(1.25 * s.Budget() * float64(s.Period)).Round(time.Hour)
	for _, t := range DefaultTiers(s.Period) {
		t.Empties = max(t.Empties, min(least, s.Period))
		if len(out) == 0 {
			t.Severity = Page
		}
		if n := len(out); n == 0 || out[n-1].Empties != t.Empties {
			out = append(out, t)
		}
	}
	return out
}
