package main

import "testing"

func TestParseShare(t *testing.T) {
	for in, want := range map[string]float64{"5%": .05, "0%": 0, "100%": 1, "0.5%": .005} {
		if got, err := parseShare(in); err != nil || got != want {
			t.Errorf("parseShare(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "5", "%", "-1%", "101%", "NaN%", "5%%"} {
		if got, err := parseShare(in); err == nil {
			t.Errorf("parseShare(%q) = %v, want an error", in, got)
		}
	}
}
