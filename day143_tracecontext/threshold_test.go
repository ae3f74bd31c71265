package tracecontext_test

import (
	"math"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// TestRatioRounding: T is the formula's to four digits after the leading f's,
// so the share is right to 1 in 2^12 of p, however small p is.
func TestRatioRounding(t *testing.T) {
	for p := 1.0; p > 1e-12; p *= 0.97 {
		got := 1 - float64(tracecontext.NewThreshold(p))/(1<<56)
		if math.Abs(got-p) > p/(1<<12) {
			t.Errorf("Ratio(%v) keeps %v, off by %.2g of p", p, got, math.Abs(got-p)/p)
		}
	}
}

// TestRatioNestsAtEdges walks over places where the precision of T changes.
func TestRatioNestsAtEdges(t *testing.T) {
	last := tracecontext.Threshold(0)
	for q := 0; q <= 1<<16; q++ { // q is 1-p in units of 2^-16, then closer to 1
		now := tracecontext.NewThreshold(1 - float64(q)/(1<<16))
		if now < last {
			t.Fatalf("1-p = %d/65536: T = %#x, smaller than %#x of a larger p", q, uint64(now), uint64(last))
		}
		last = now
	}
}

func TestAdjustedCount(t *testing.T) {
	for state, want := range map[string]float64{
		"": 1, "foo=1": 1, "ot=th:0": 1, "ot=th:8": 2, "ot=th:c": 4, "ot=rv:1;th:f": 16, "ot=th:ffffffffffffff": 1 << 56,
		"ot=th:": 1, "ot=th:xyz": 1, "ot=th:C": 1, "ot=th:123456789abcdef": 1,
	} {
		d := &tracecontext.SpanData{Context: tracecontext.SpanContext{State: mustState(t, state)}}
		if got := d.AdjustedCount(); got != want {
			t.Errorf("AdjustedCount with tracestate %q = %v, want %v", state, got, want)
		}
	}
}
