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
	// TODO: keep the points inside the window, add up what the counter gained
	// through every reset, stretch that to the edges of the window, and divide
	// by the length of the window.
	return 0, false
}

// Sum returns the rate of all instances of a service together. ok is false when
// no instance has an answer.
func Sum(instances [][]Point, start, end int64) (perSecond float64, ok bool) {
	// TODO: decide what comes first, the sum or the rate.
	return 0, false
}
