package generate

import (
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

const day = 24 * time.Hour

func mustPolicy(t *testing.T, s alerting.SLO, tiers ...alerting.Tier) alerting.Policy {
	t.Helper()
	p, err := alerting.NewPolicy(s, tiers...)
	if err != nil {
		t.Fatalf("NewPolicy(%v, %v) = %v, want no error", s, tiers, err)
	}
	return p
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }
