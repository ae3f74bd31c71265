package tracestate_test

import (
	"testing"

	"workbook/day143_tracecontext/tracestate"
)

func mustState(t testing.TB, lines ...string) tracestate.State {
	t.Helper()
	s, err := tracestate.Parse(lines...)
	if err != nil {
		t.Fatalf("Parse(%q): %v", lines, err)
	}
	return s
}

// maxAllocs asserts a ceiling on the allocations of f.
func maxAllocs(t *testing.T, what string, ceiling float64, f func()) {
	t.Helper()
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	if got := testing.AllocsPerRun(1000, f); got > ceiling {
		t.Errorf("%s: %v allocations, want at most %v", what, got, ceiling)
	}
}
