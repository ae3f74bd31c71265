package scrape

import (
	"workbook/day146_alerting/promql"
)

// ring keeps the newest points of one series in room that is taken once, when
// the series is born, and never grows.
type ring struct {
	buf  []promql.Point
	next int // where the next point goes; also the oldest one when full
	full bool
}

// newRing takes all its room at once: what a series costs is known at its birth.
func newRing(size int) ring { return ring{buf: make([]promql.Point, size)} }

// push adds p unless it is not newer than the last point: two answers for one
// moment would make every rate over them wrong.
func (r *ring) push(p promql.Point) bool {
	if last, ok := r.last(); ok && p.T <= last.T {
		return false
	}
	r.buf[r.next] = p
	r.next++
	if r.next == len(r.buf) {
		r.next, r.full = 0, true
	}
	return true
}

// last returns the newest point.
func (r *ring) last() (promql.Point, bool) {
	switch {
	case r.next > 0:
		return r.buf[r.next-1], true
	case r.full:
		return r.buf[len(r.buf)-1], true
	}
	return promql.Point{}, false
}

// points returns a copy, oldest first.
func (r *ring) points() []promql.Point {
	if !r.full {
		return append([]promql.Point(nil), r.buf[:r.next]...)
	}
	out := make([]promql.Point, 0, len(r.buf))
	return append(append(out, r.buf[r.next:]...), r.buf[:r.next]...)
}
