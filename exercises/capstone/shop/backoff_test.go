package shop

import (
	"testing"
	"time"
)

func TestBackoffDoublesAndCaps(t *testing.T) {
	highest := Backoff{Base: 20 * time.Millisecond, Max: 2 * time.Second, Rand: func(n int64) int64 { return n - 1 }}
	for n, want := range map[int]time.Duration{
		0: 20 * time.Millisecond, 1: 40 * time.Millisecond, 6: 1280 * time.Millisecond,
		7: 2 * time.Second, 40: 2 * time.Second, 1 << 30: 2 * time.Second,
	} {
		if got := highest.Delay(n); got != want {
			t.Errorf("Delay(%d) with the highest draw = %v, want %v", n, got, want)
		}
	}
}

func TestBackoffHasFullJitter(t *testing.T) {
	b := Backoff{Base: time.Second, Max: time.Second}
	low, high := time.Hour, time.Duration(0)
	for range 1000 {
		d := b.Delay(3)
		low, high = min(low, d), max(high, d)
	}
	if low > 100*time.Millisecond || high < 900*time.Millisecond || high > time.Second {
		t.Errorf("1000 waits of at most 1s were %v to %v, want nearly 0 to nearly 1s", low, high)
	}
}
