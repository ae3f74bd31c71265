package alerting

import (
	"fmt"
	"testing"
)

func TestHistory(t *testing.T) {
	var h history
	h.add(at(0), []string{"a"}, []float64{1})
	h.add(at(15), []string{"b"}, []float64{2})
	before := h.snapshot()
	h.add(at(30), []string{"b", "a"}, []float64{3, 4})
	if got, want := fmt.Sprint(h.times, h.lines), "[0 15 30] [{a [1 NaN 4]} {b [NaN 2 3]}]"; got != want {
		t.Errorf("history = %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(before.times, before.lines), "[0 15] [{a [1 NaN]} {b [NaN 2]}]"; got != want {
		t.Errorf("snapshot = %s, want %s: it must not move on", got, want)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	var h history
	for i := range 1000 {
		h.add(at(int64(i)), []string{fmt.Sprint(i)}, []float64{1})
	}
	if len(h.times) != historyPoints || len(h.lines) != maxLines || len(h.lines[0].Values) != historyPoints {
		t.Errorf("%d columns, %d lines of %d, want %d, %d, %d", len(h.times), len(h.lines), len(h.lines[0].Values), historyPoints, maxLines, historyPoints)
	}
}
