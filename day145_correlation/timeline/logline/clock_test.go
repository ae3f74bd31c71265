package logline // inside: these tests read times without a line around them

import (
	"testing"
	"time"
)

func TestReadTime(t *testing.T) {
	exact := time.Date(2026, 11, 25, 3, 12, 41, 123e6, time.UTC)
	whole := exact.Truncate(time.Second)
	tests := []struct {
		text   string
		want   time.Time
		noZone bool
	}{
		{"2026-11-25T03:12:41.123Z", exact, false},
		{"2026-11-25t03:12:41.123z", exact, false},
		{"2026-11-25 03:12:41.123Z", exact, false},
		{"2026-11-25T05:12:41.123+0200", exact, false},
		{"2026-11-25T05:12:41.123+02", exact, false},
		{"2026-11-25T05:12:41.123+02:00", exact, false},
		{"2026-11-24 21:42:41,123 -0530", exact, false},
		{"2026-11-25 03:12:41.123 UTC", exact, false},
		{"2026-11-25 03:12:41,123", exact, true},
		{"2026-11-25T03:12:41.123", exact, true},
		{"2026/11/25 03:12:41", whole, true},
		{"Wed, 25 Nov 2026 03:12:41 GMT", whole, false},
		{"25/Nov/2026:03:12:41 +0000", whole, false},
		{"1795576361", whole, false},
		{"1795576361.123", exact, false},
		{"1.795576361123e9", exact, false},
		{"1795576361123", exact, false},
		{"1795576361123.0", exact, false},
		{"1795576361123000", exact, false},
		{"1795576361123000000", exact, false},
		{"", time.Time{}, false},
		{"yesterday", time.Time{}, false},
		{"2026-11-25", time.Time{}, false},
		{"2026-13-25T03:12:41Z", time.Time{}, false},
		{"0", time.Time{}, false},
		{"-5", time.Time{}, false},
		{"1e300", time.Time{}, false},
		{"NaN", time.Time{}, false},
		{"Inf", time.Time{}, false},
	}
	for _, tt := range tests {
		got, noZone := readTime(tt.text)
		if got.Sub(tt.want).Abs() > time.Microsecond || got.IsZero() != tt.want.IsZero() || noZone != tt.noZone {
			t.Errorf("readTime(%q) = %v, %v, want %v, %v", tt.text, got, noZone, tt.want, tt.noZone)
		}
	}
	nanos, _ := readTime("1795576361123456789")
	if want := exact.Add(456789); !nanos.Equal(want) {
		t.Errorf("readTime of nanoseconds = %v, want %v, exactly", nanos, want)
	}
}
