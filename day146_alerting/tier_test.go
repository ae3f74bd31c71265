package alerting

import (
	"testing"
	"time"
)

func TestParseTier(t *testing.T) {
	for in, want := range map[string]Tier{
		"2%:50h":        {Spend: .02, Empties: 50 * time.Hour},
		"0.5%:1d12h":    {Spend: .005, Empties: 36 * time.Hour},
		"10:30d:ticket": {Spend: .1, Empties: 30 * day, Severity: Ticket},
	} {
		if got, err := ParseTier(in); got != want || err != nil {
			t.Errorf("ParseTier(%q) = %+v, %v, want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "2%", "2%:", ":50h", "x:50h", "2%:50", "2%:50h:loud", "2%:50h:page:x", "1e999999999:1h", "1/3:1h"} {
		if got, err := ParseTier(in); err == nil {
			t.Errorf("ParseTier(%q) = %+v, want an error", in, got)
		}
	}
}

func TestTierString(t *testing.T) {
	if got, want := (Tier{Spend: .02, Empties: 50 * time.Hour}).String(), "2%:50h"; got != want {
		t.Errorf("String() = %s, want %s", got, want)
	}
}

// TestSeverity: what is gone within five days pages, unless somebody said otherwise.
func TestSeverity(t *testing.T) {
	for _, tt := range []struct {
		tier Tier
		want string
	}{
		{Tier{Spend: .05, Empties: 120 * time.Hour}, Page},
		{Tier{Spend: .05, Empties: 120*time.Hour + time.Second}, Ticket},
		{Tier{Spend: .05, Empties: time.Hour * 48, Severity: Ticket}, Ticket},
		{Tier{Spend: .05, Empties: 20 * day, Severity: Page}, Page},
	} {
		if got := mustPolicy(t, SLO{.999, 30 * day}, tt.tier).Alerts[0].Tier.Severity; got != tt.want {
			t.Errorf("severity of %+v = %s, want %s", tt.tier, got, tt.want)
		}
	}
}
