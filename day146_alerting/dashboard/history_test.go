package dashboard

import (
	"fmt"
	"testing"

	"workbook/day146_alerting/promql"
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

// TestSaturationHasOneScale: what is known first need not be what is drawn later,
// and megabytes and cores share no axis.
func TestSaturationHasOneScale(t *testing.T) {
	m := monitorOf(t, apiPolicy(t), nil)
	for i, want := range []string{
		"memory from 0", // a rate takes two scrapes
		"CPU from 15",
		"CPU from 15",
		"requests in flight from 45", // exposed with the first request
	} {
		n := int64(15 * i)
		ss := []promql.Sample{sample("process_cpu_seconds_total", float64(n)), sample("process_resident_memory_bytes", 5e7)}
		if i == 3 {
			ss = append(ss, sample("http_requests_in_flight", 7))
		}
		m.Scraper.Store.Append("a:1", at(n), ss)
		m.Observe(at(n), nil)
		h := m.current.Load().Signals.Plots.saturation
		if got := fmt.Sprintf("%s from %v", h.lines[0].Name, h.times[0]); got != want || len(h.lines) != 1 {
			t.Errorf("saturation after scrape %d = %s and %d lines, want %s and one", i, got, len(h.lines), want)
		}
	}
}
