package alerting

import (
	"testing"
	"time"
)

// TestSuggestTiers: what is suggested can fire, and the first one pages.
func TestSuggestTiers(t *testing.T) {
	for _, target := range []float64{.2, .5, .8, .9, .95, .99, .999} {
		for _, days := range []int{1, 7, 30, 90} {
			slo := SLO{target, time.Duration(days) * day}
			p, err := NewPolicy(slo, SuggestTiers(slo)...)
			if err != nil {
				t.Errorf("tiers suggested for %v: %v, want none refused", slo, err)
			} else if got := p.Alerts[0].Tier.Severity; got != Page {
				t.Errorf("the fastest tier suggested for %v is a %s, want a page", slo, got)
			}
		}
	}
}
