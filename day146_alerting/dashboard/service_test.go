package dashboard

import (
	"math"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/promql"
)

const day = 24 * time.Hour

var inf, nan = math.Inf(1), math.NaN()

const textType = "text/plain; version=0.0.4"

func mustPolicy(t *testing.T, s alerting.SLO, tiers ...alerting.Tier) alerting.Policy {
	t.Helper()
	p, err := alerting.NewPolicy(s, tiers...)
	if err != nil {
		t.Fatalf("NewPolicy(%v, %v) = %v, want no error", s, tiers, err)
	}
	return p
}

func apiPolicy(t *testing.T) alerting.Policy {
	t.Helper()
	p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day})
	p.Name = "api"
	return p
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) || math.IsInf(a, 0) || math.IsInf(b, 0) {
		return a == b || math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// sample returns a sample with labels that are given as name, value, name, value.
func sample(name string, v float64, labels ...string) promql.Sample {
	s := promql.Sample{Name: name, Value: v}
	for i := 0; i+1 < len(labels); i += 2 {
		s.Labels = s.Labels.With(labels[i], labels[i+1])
	}
	return s
}
