package alerting

import (
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
	for _, c := range []struct {
		burn, left float64
		want       time.Duration
	}{{1, 1, 30 * day}, {14.4, 1, 50 * time.Hour}, {1000, 1, 43*time.Minute + 12*time.Second}, {2, .5, 180 * time.Hour}} {
		if got := s.Empty(c.burn, c.left); got.Round(time.Millisecond) != c.want {
			t.Errorf("Empty(%v, %v) = %v, want %v", c.burn, c.left, got, c.want)
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

func TestDurations(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "5m": 5 * time.Minute, "1h": time.Hour, "3d": 72 * time.Hour, "1h30m": 90 * time.Minute, "1d1h1m1s1ms": 25*time.Hour + time.Minute + time.Second + time.Millisecond} {
		if got := FormatDuration(d); got != want {
			t.Errorf("FormatDuration(%v) = %s, want %s", d, got, want)
		}
		if got, err := ParseDuration(want); got != d || err != nil {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", want, got, err, d)
		}
	}
	for _, bad := range []string{"", "5", "m", "1.5h", "-1h", "1x", "5 m", "99999999w", "9223372036854775807s"} {
		if got, err := ParseDuration(bad); err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", bad, got)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	f.Add("1d2h3m4s5ms")
	f.Add("2w")
	f.Fuzz(func(t *testing.T, in string) {
		d, err := ParseDuration(in)
		if err != nil {
			return
		}
		if got, err := ParseDuration(FormatDuration(d)); got != d || err != nil || d < 0 {
			t.Errorf("ParseDuration(FormatDuration(%v)) of %q = %v, %v, want the same", d, in, got, err)
		}
	})
}
