package alerting

import (
	"testing"
	"time"
)

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
	for in, want := range map[string]time.Duration{"1y": 365 * day, "1y2w": 379 * day} {
		if got, err := ParseDuration(in); got != want || err != nil {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for d, want := range map[time.Duration]string{8*time.Minute + 38400*time.Millisecond: "8m39s", time.Second: "1s", 1500 * time.Microsecond: "2ms", 0: "0s"} {
		if got := FormatBrief(d); got != want {
			t.Errorf("FormatBrief(%v) = %s, want it rounded up: %s", d, got, want)
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
