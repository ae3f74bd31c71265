package dashboard

import (
	"testing"
	"time"

	"workbook/day146_alerting/promql"
)

func TestGain(t *testing.T) {
	stale := promql.StaleMarker()
	cases := []struct {
		name   string
		points []promql.Point
		born   bool
		want   float64
	}{
		{"grew", every(15, 0, 10, 25), false, 15},
		{"reset", every(15, 0, 10, 4), false, 4},
		{"over a failed scrape", every(15, 0, 10, stale, 25), false, 15},
		{"new, target known: its first error counts", every(15, 15, 1), true, 1},
		{"new with the target: unknown past", every(15, 15, 1000), false, 0},
		{"gone", every(15, 0, 10, stale), false, 0},
		{"not in this scrape", every(15, 0, 10), false, 0},
		{"NaN", every(15, 0, 10, nan), false, 0},
		{"negative", every(15, 0, 10, -5), false, 0},
		{"none", nil, true, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := gain(c.points, 15_000*int64(max(len(c.points)-1, 1)), c.born); c.name != "not in this scrape" && got != c.want {
				t.Errorf("gain(%v) = %v, want %v", c.points, got, c.want)
			}
			if got := gain(c.points, 999_000, c.born); got != 0 {
				t.Errorf("gain(%v) at another scrape = %v, want 0", c.points, got)
			}
		})
	}
}

func TestLedgerOver(t *testing.T) {
	l := ledger{period: 30 * day}
	for i := range int64(100) {
		l.add(i*60_000, 10, float64(i%2))
	}
	cases := []struct {
		window     time.Duration
		total, bad float64
		watched    time.Duration
	}{
		{time.Minute, 10, 1, time.Minute},
		{10 * time.Minute, 100, 5, 10 * time.Minute},
		{90 * time.Second, 20, 1, 2 * time.Minute}, // from the mark before its edge
		{30 * day, 990, 50, 99 * time.Minute},      // no more than was watched
	}
	for _, c := range cases {
		total, bad, watched := l.over(c.window)
		if total != c.total || bad != c.bad || watched != c.watched {
			t.Errorf("over(%v) = %v, %v, %v, want %v, %v, %v", c.window, total, bad, watched, c.total, c.bad, c.watched)
		}
	}
	if total, _, watched := (&ledger{}).over(time.Hour); total != 0 || watched != 0 {
		t.Errorf("over of an empty ledger = %v, %v, want 0", total, watched)
	}
}

// TestLedgerIsBounded and loses nothing while it thins out.
func TestLedgerIsBounded(t *testing.T) {
	l := ledger{period: 30 * day}
	n := int64(0)
	for ms := int64(0); ms < (75 * day).Milliseconds(); ms += 5000 {
		l.add(ms, 1, 0)
		n++
	}
	if got, want := len(l.marks), 3*ledgerPoints; got > want {
		t.Errorf("%d marks after 75 days of 5 s, want at most %d", got, want)
	}
	total, _, watched := l.over(30 * day)
	if want := (30 * day).Seconds() / 5; total < want || total > want+5 {
		t.Errorf("over(30d) = %v requests in %v, want %v", total, watched, want)
	}
}
