package metrics // inside: the tests of this package ask for one format at a time, and look at shards and tables

import (
	"fmt"
	"math"
	"testing"
)

// Bounds read as they were meant, or no alert rule matches their le.
func TestBucketsAreDecimal(t *testing.T) {
	tests := []struct {
		call string
		got  []float64
		want string
	}{
		{"LinearBuckets(.1, .1, 10)", LinearBuckets(.1, .1, 10), "[0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1]"},
		{"LinearBuckets(-1, .7, 4)", LinearBuckets(-1, .7, 4), "[-1 -0.3 0.4 1.1]"},
		{"LinearBuckets(1e-9, 1e-9, 3)", LinearBuckets(1e-9, 1e-9, 3), "[1e-09 2e-09 3e-09]"},
		{"ExponentialBuckets(.1, 3, 4)", ExponentialBuckets(.1, 3, 4), "[0.1 0.3 0.9 2.7]"},
		{"ExponentialBuckets(.001, 1.1, 4)", ExponentialBuckets(.001, 1.1, 4), "[0.001 0.0011 0.00121 0.001331]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(tt.got); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.call, got, tt.want)
		}
	}
}

func TestBucketsRefuse(t *testing.T) {
	nan := math.NaN()
	for call, f := range map[string]func(){
		"LinearBuckets(0, 0, 3)":             func() { LinearBuckets(0, 0, 3) },
		"LinearBuckets(0, 1, 0)":             func() { LinearBuckets(0, 1, 0) },
		"LinearBuckets(0, NaN, 3)":           func() { LinearBuckets(0, nan, 3) },
		"LinearBuckets(NaN, 1, 3)":           func() { LinearBuckets(nan, 1, 3) },
		"ExponentialBuckets(0, 2, 3)":        func() { ExponentialBuckets(0, 2, 3) },
		"ExponentialBuckets(1, 1, 3)":        func() { ExponentialBuckets(1, 1, 3) },
		"ExponentialBuckets(1, NaN, 3)":      func() { ExponentialBuckets(1, nan, 3) },
		"ExponentialBuckets(1e300, 1e10, 3)": func() { ExponentialBuckets(1e300, 1e10, 3) },
	} {
		refused(t, call, "", f)
	}
}

func TestHistogramDropsInfiniteBound(t *testing.T) {
	r := NewRegistry()
	r.Histogram("lat_seconds", "", []float64{1, math.Inf(1)}).Observe(3)
	if got, want := len(scrape(t, r, text)[0].samples), 4; got != want {
		t.Errorf("lines: got %d, want %d: le=1, le=+Inf, sum and count", got, want)
	}
}
