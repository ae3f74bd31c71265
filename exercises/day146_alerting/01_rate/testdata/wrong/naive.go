// wrong: (last-first)/range, and the service is well after each restart
// caught by: TestRate/reset

// Package rate turns the points of a counter into requests a second, as
// Prometheus does.
package rate

// Point is one value of a counter. T is in milliseconds.
type Point struct {
	T int64
	V float64
}

// Rate returns the increase of a counter a second over the window (start, end],
// in milliseconds: a point at start is outside, a point at end is inside. The
// points are ordered by T and may lie outside of the window.
//
// ok is false when the window holds fewer than two points: then there is no
// answer, which is not the same as 0.
func Rate(points []Point, start, end int64) (perSecond float64, ok bool) {
	var in []Point
	for _, p := range points {
		if p.T > start && p.T <= end {
			in = append(in, p)
		}
	}
	if len(in) < 2 {
		return 0, false
	}
	first, last := in[0], in[len(in)-1]
	return (last.V - first.V) / (float64(end-start) / 1000), true
}

// Sum returns the rate of all instances of a service together. ok is false when
// no instance has an answer.
func Sum(instances [][]Point, start, end int64) (perSecond float64, ok bool) {
	// Rates first: in a sum of counters the restart of one instance looks like a
	// reset of them all.
	for _, points := range instances {
		if r, has := Rate(points, start, end); has {
			perSecond += r
			ok = true
		}
	}
	return perSecond, ok
}
