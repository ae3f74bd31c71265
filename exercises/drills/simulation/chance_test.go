package simulation

import (
	"testing"
	"time"
)

// The first draws of a seed are written down here: a release of Go that drew others would change every recording.
func TestChanceIsFixed(t *testing.T) {
	c := NewChance(1)
	got := []any{c.Intn(1000), c.Intn(1000), c.Text(6), c.Until(time.Second), c.Around(time.Second), c.Gap(time.Second)}
	want := []any{220, 629, "YQCMTY", 725369 * time.Microsecond, 1474800 * time.Microsecond, 2345060 * time.Microsecond}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("draw %d: %v, want %v", i, got[i], want[i])
		}
	}
}

func TestChanceIsInItsBounds(t *testing.T) {
	c, below := NewChance(2), 0
	var arrivals time.Duration
	for range 10_000 {
		if d := c.Around(time.Second); d < 550*time.Millisecond || d > 2500*time.Millisecond || d%time.Microsecond != 0 {
			t.Fatalf("Around(1s) = %v, want whole microseconds from 550ms to 2.5s", d)
		} else if d < time.Second {
			below++
		}
		arrivals += c.Gap(time.Second)
	}
	if below < 4800 || below > 5200 {
		t.Errorf("%d of 10000 latencies around 1s are below it, want about half", below)
	}
	if mean := arrivals / 10_000; mean < 900*time.Millisecond || mean > 1100*time.Millisecond {
		t.Errorf("the mean gap of 1s is %v", mean)
	}
}
