package dashboard

import (
	"sort"
	"time"

	"workbook/day146_alerting/promql"
)

// ledgerPoints bounds a ledger: 30 days in steps of 13 s. With what waits to
// be dropped it takes up to 10 MB.
const ledgerPoints = 200_000

// ledger remembers how many requests there were, and how many were bad, over a
// whole period of an SLO, long after the rings of the Store have moved on. It is
// what recording rules are for in Prometheus.
type ledger struct {
	period time.Duration
	marks  []mark
}

// mark holds running totals, so that any window is one subtraction.
type mark struct {
	t          int64
	total, bad float64
}

// add appends what was counted up to the time t. Marks closer together than the
// bound allows replace each other: totals lose nothing by it.
func (l *ledger) add(t int64, total, bad float64) {
	m := mark{t: t, total: total, bad: bad}
	if n := len(l.marks); n > 0 {
		m.total += l.marks[n-1].total
		m.bad += l.marks[n-1].bad
		step := l.period.Milliseconds() / ledgerPoints
		if n > 1 && t-l.marks[n-2].t < step {
			l.marks[n-1] = m
			return
		}
	}
	l.marks = append(l.marks, m)
	// Drop what is older than the period, but only when that is half of it, so
	// that the copying costs little on average.
	if old := l.before(t - l.period.Milliseconds()); old > len(l.marks)/2 && old > 1000 {
		l.marks = append(l.marks[:0], l.marks[old:]...)
	}
}

// before returns the index of the last mark at or before t, or 0.
func (l *ledger) before(t int64) int {
	i := sort.Search(len(l.marks), func(i int) bool { return l.marks[i].t > t })
	return max(i-1, 0)
}

// over returns what the last window saw, and how much of it has been watched.
func (l *ledger) over(window time.Duration) (total, bad float64, watched time.Duration) {
	if len(l.marks) == 0 {
		return 0, 0, 0
	}
	last := l.marks[len(l.marks)-1]
	first := l.marks[l.before(last.t-window.Milliseconds())]
	return last.total - first.total, last.bad - first.bad, time.Duration(last.t-first.t) * time.Millisecond
}

// gain returns by how much a counter grew in the scrape at t. Unlike Rate it
// guesses nothing: each increase is counted once, when it is first seen. A series
// that is new counts from zero if born is set, that is when the target answered
// the scrape before without it: so the first error is seen, which Rate cannot.
func gain(points []promql.Point, t int64, born bool) float64 {
	n := len(points)
	if n == 0 || points[n-1].T != t || !(points[n-1].V >= 0) {
		return 0 // gone, or not a number that a counter can have
	}
	now := points[n-1].V
	for i := n - 2; i >= 0; i-- {
		switch prev := points[i].V; {
		case promql.IsStale(prev):
			continue
		case now >= prev:
			return now - prev
		default:
			return now
		}
	}
	if born {
		return now
	}
	return 0
}
