// Package rate turns the points of a counter into requests a second, as
// Prometheus does.
package rate

// Point is one value of a counter. T is in milliseconds. V is a finite number
// and never below zero.
type Point struct {
	T int64
	V float64
}

// Rate returns the increase of a counter a second over the window (start, end],
// in milliseconds: a point at start is outside, a point at end is inside. The
// points are ordered by T, two of them may have the same T, and they may lie
// outside of the window. Rate does not change them.
//
// ok is false when the window holds fewer than two points, or when all of them
// have the same T: then there is no answer, which is not the same as 0.
func Rate(points []Point, start, end int64) (perSecond float64, ok bool) {
	var in []Point
	for _, p := range points {
		if p.T > start && p.T <= end {
			in = append(in, p)
		}
	}
	// Two points of one time have no slope either: dividing by their distance gives NaN.
	if len(in) < 2 || in[0].T == in[len(in)-1].T {
		return 0, false
	}
	first, last := in[0], in[len(in)-1]
	gained := last.V - first.V
	for i := 1; i < len(in); i++ {
		// A drop is a restart from zero: what was counted before it is not lost.
		if in[i].V < in[i-1].V {
			gained += in[i-1].V
		}
	}
	covered := float64(last.T - first.T)
	gap := covered / float64(len(in)-1)
	left := toEdge(float64(first.T-start), gap)
	right := toEdge(float64(end-last.T), gap)
	// A counter cannot have been below zero: the line through the points stops there.
	if gained > 0 {
		left = min(left, covered*first.V/gained)
	}
	gained *= (left + covered + right) / covered
	return gained / (float64(end-start) / 1000), true
}

// toEdge returns how far beyond its outermost point a series is taken to go on:
// to the edge when the edge is near, else half a gap.
func toEdge(distance, gap float64) float64 {
	if distance < gap*1.1 {
		return distance
	}
	return gap / 2
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
