package alerting

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestVerdicts(t *testing.T) {
	slo := SLO{.999, 30 * day}
	two := []Tier{{Spend: .02, Empties: 50 * time.Hour}, {Spend: .05, Empties: 120 * time.Hour}}
	tests := []struct {
		name   string
		policy func() Policy
		rps    float64
		refuse bool
		want   string
	}{
		{"too little traffic", func() Policy { return mustPolicy(t, slo) }, 10. / 3600, true, "page 1h: too little traffic: 1 error(s) in 5m"},
		{"least traffic is named", func() Policy { return mustPolicy(t, slo) }, .5, true, "0.926 requests/s"},
		{"least spend is named", func() Policy { return mustPolicy(t, SLO{.995, 28 * day}) }, .05, true, "requests/s, a spend of 8% (longer windows), a lower target"},
		{"no spend is enough", func() Policy { return mustPolicy(t, slo) }, 10. / 3600, true, "no window is long enough, with 7.2 errors in the whole budget"},
		{"a ticket is only warned", func() Policy { return mustPolicy(t, slo, Tier{Spend: .1, Empties: 720 * time.Hour}) }, .01, false, "ticket 3d: too little traffic"},
		{"covered", func() Policy { return mustPolicy(t, slo) }, 20, false, "the SLO is covered"},
		{"uncovered", func() Policy { return mustPolicy(t, slo, two...) }, 20, false, "up to 6 budgets can burn"},
		{"hold would cost", func() Policy { return mustPolicy(t, slo) }, 20, false, "for: 2m would cost from 2.0% to 6.7%"},
		{"hold costs", func() Policy { p := mustPolicy(t, slo); p.For = time.Minute; return p }, 20, false, "for: 1m costs from 2.0% to 4.4%"},
		{"never first", func() Policy {
			return mustPolicy(t, slo, Tier{Spend: .05, Empties: 50 * time.Hour}, Tier{Spend: .02, Empties: 120 * time.Hour})
		}, 20, false, "page 2h30m: never the first to fire"},
		{"one scrape in the short window", func() Policy { p := mustPolicy(t, slo); p.Pipeline.Scrape = 4 * time.Minute; return p }, 20, true, "holds 1 scrape(s)"},
		{"nobody paged", func() Policy { return mustPolicy(t, slo, Tier{Spend: .1, Empties: 720 * time.Hour}) }, 20, false, "no alert pages"},
		{"slower than the outage", func() Policy { return mustPolicy(t, SLO{.999999, 30 * day}) }, 1e6, false, "empties the budget in 2s, before anybody is told (up to 1m later)"},
		{"the for is to blame", func() Policy { p := mustPolicy(t, slo); p.For = time.Hour; return p }, 20, false, "for: 1h alone lets a total outage empty the budget, in 43m12s"},
		{"retention", func() Policy { return mustPolicy(t, slo) }, 20, false, "samples of 30d: --storage.tsdb.retention.time is 15d"},
		{"few scrapes", func() Policy { p := mustPolicy(t, slo); p.Pipeline.Scrape = 2 * time.Minute; return p }, 20, false, "holds 2 scrapes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, v := range tt.policy().Verdicts(tt.rps) {
				if strings.Contains(v.Reason, tt.want) && v.Refuse == tt.refuse {
					return
				}
			}
			t.Errorf("Verdicts(%v) = %v, want refuse %v, ...%s...", tt.rps, tt.policy().Verdicts(tt.rps), tt.refuse, tt.want)
		})
	}
}

// TestGoodPolicyIsNotRefused: 0.93 requests a second is just enough for five errors.
func TestGoodPolicyIsNotRefused(t *testing.T) {
	for _, rps := range []float64{.93, 20} {
		for _, v := range mustPolicy(t, SLO{.999, 30 * day}).Verdicts(rps) {
			if v.Refuse {
				t.Errorf("Verdicts(%v) refuse: %s, want none", rps, fmt.Sprint(v.Reason))
			}
		}
	}
}

// TestLeastSpend: the spend that a verdict names is enough, whatever the time to
// empty, and a little less is not.
func TestLeastSpend(t *testing.T) {
	slo, rps := SLO{.995, 28 * day}, .05
	for _, empties := range []time.Duration{50 * time.Hour, 120 * time.Hour, 28 * day} {
		least := mustPolicy(t, slo, Tier{Spend: .02, Empties: empties}).Alerts[0].leastSpend(rps, FewestErrors)
		for factor, enough := range map[float64]bool{.99: false, 1.01: true} {
			a := mustPolicy(t, slo, Tier{Spend: least * factor, Empties: empties}).Alerts[0]
			if got := a.ErrorsNeeded(rps) >= FewestErrors; got != enough {
				t.Errorf("a spend of %v that empties in %v needs %d errors, want %d or more: %v", a.Tier.Spend, empties, a.ErrorsNeeded(rps), FewestErrors, enough)
			}
		}
	}
}
