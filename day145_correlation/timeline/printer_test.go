package timeline // inside: this test holds the form of a short time

import (
	"math"
	"testing"
	"time"
)

func TestShort(t *testing.T) {
	start := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	tests := []struct {
		to   time.Time
		want string
	}{
		{start, "+0.000ms"},
		{start.Add(250 * time.Microsecond), "+0.250ms"},
		{start.Add(-3 * time.Millisecond), "-3.000ms"},
		{start.Add(999 * time.Millisecond), "+999.000ms"},
		{start.Add(1204 * time.Millisecond), "+1.204s"},
		{start.Add(-90 * time.Second), "-90.000s"},
		{start.Add(math.MaxInt64 - 1), "+9223372036.855s"},
		{time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), "+251575189200s"},
		{time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), "-63931172400s"},
	}
	for _, tt := range tests {
		if got := short(start, tt.to); got != tt.want {
			t.Errorf("short(%v, %v) = %q, want %q", start, tt.to, got, tt.want)
		}
	}
}
