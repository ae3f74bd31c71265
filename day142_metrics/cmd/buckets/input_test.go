package main

import (
	"math"
	"strings"
	"testing"
)

func TestParseLatency(t *testing.T) {
	for s, want := range map[string]float64{"4.2ms": 0.0042, "0.0042": 0.0042, "1m": 60, "300ms": 0.3, "250us": 0.00025,
		"1e-3": 0.001} {
		if got, err := parseLatency(s); err != nil || got != want {
			t.Errorf("parseLatency(%q): got %v, %v, want %v", s, got, err, want)
		}
	}
}

func TestSLOFlag(t *testing.T) {
	for s, want := range map[string][2]float64{"99%@300ms": {0.99, 0.3}, "99.9%@0.25": {0.999, 0.25}, "99.95%@1s": {0.9995, 1},
		"50%@20ms": {0.5, 0.02}} {
		var f slosFlag
		if err := f.Set(s); err != nil || f[0].Objective != want[0] || f[0].Threshold != want[1] {
			t.Errorf("Set(%q): got %v, %v, want %v", s, f, err, want)
		}
	}
}

// Any input is samples that Advise takes, or an error that says where.
func FuzzReadSamples(f *testing.F) {
	f.Add("4.2ms\n# comment\n\n0.3\r\n")
	f.Add("-1ms\n")
	f.Add("1e400\nNaN\n0x1p-3\n")
	f.Add("9223372036854775807h")
	f.Fuzz(func(t *testing.T, s string) {
		samples, err := readSamples("latencies.txt", strings.NewReader(s))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "latencies.txt:") || samples != nil {
				t.Errorf("readSamples(%q): got %d samples and error %q, want none and the place", s, len(samples), err)
			}
			return
		}
		if lines := strings.Count(s, "\n") + 1; len(samples) == 0 || len(samples) > lines {
			t.Errorf("readSamples(%q): got %d samples of %d lines", s, len(samples), lines)
		}
		for _, v := range samples {
			if !(v > 0 && v <= math.MaxFloat64) {
				t.Errorf("readSamples(%q): got the sample %v, want it positive and finite", s, v)
			}
		}
	})
}
