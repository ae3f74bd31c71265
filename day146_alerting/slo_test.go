package alerting

import (
	"math"
	"math/big"
	"testing"
	"time"
)

const day = 24 * time.Hour

func TestSLO(t *testing.T) {
	s := SLO{Target: .999, Period: 30 * day}
	if got, want := s.Budget(), .001; got != want {
		t.Errorf("Budget() = %v, want exactly %v", got, want)
	}
	if got, want := s.BurnRate(.0144), 14.4; !near(got, want) {
		t.Errorf("BurnRate(0.0144) = %v, want %v", got, want)
	}
	for _, tt := range []struct {
		burn, left float64
		want       time.Duration
	}{{1, 1, 30 * day}, {14.4, 1, 50 * time.Hour}, {1000, 1, 43*time.Minute + 12*time.Second}, {2, .5, 180 * time.Hour}} {
		if got := s.Empty(tt.burn, tt.left); got.Round(time.Millisecond) != tt.want {
			t.Errorf("Empty(%v, %v) = %v, want %v", tt.burn, tt.left, got, tt.want)
		}
	}
}

func TestFormatUp(t *testing.T) {
	for want, v := range map[string]float64{"0.371": .37037, "0.926": .92593, "0.186": .185185, "1": .9999, "12": 12, "0": 0, "1.24e+03": 1231} {
		if got := FormatUp(v); got != want {
			t.Errorf("FormatUp(%v) = %s, want %s", v, got, want)
		}
	}
}

func TestExact(t *testing.T) {
	for want, r := range map[string]*big.Rat{
		"0.0144": big.NewRat(144, 10000), "3": big.NewRat(3, 1), "0.333333333333333": big.NewRat(1, 3), "0.00001": big.NewRat(1, 100000)} {
		if got := FormatDecimal(r); got != want {
			t.Errorf("FormatDecimal(%v) = %s, want %s", r, got, want)
		}
	}
}

func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) || math.IsInf(a, 0) || math.IsInf(b, 0) {
		return a == b || math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}
