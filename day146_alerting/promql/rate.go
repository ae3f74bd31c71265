package promql

import "time"

// nearEdge is how far, in average gaps, the outermost point may be from the
// edge of the window and still count as "the series goes on to the edge".
const nearEdge = 1.1

// Rate is PromQL's rate: the per-second increase of a counter over
// (end-window, end]. ok is false when the window holds fewer than two points:
// the answer is then nothing, which is not zero.
//
// Sum rates, never take the rate of a sum: when one of the summed series
// restarts, the sum drops, and the drop looks like a reset of all of them.
func Rate(points []Point, end time.Time, window time.Duration) (v float64, ok bool) {
	v, factor, ok := extrapolate(points, end, window)
	if !ok {
		return 0, false
	}
	// The division is part of the factor, as in Prometheus: the order of the
	// floating point operations is kept, so results agree to the last digits.
	return v * (factor / window.Seconds()), true
}

// Increase is PromQL's increase: Rate times the window in seconds. It is an
// estimate for the whole window and so seldom a whole number.
func Increase(points []Point, end time.Time, window time.Duration) (v float64, ok bool) {
	v, factor, ok := extrapolate(points, end, window)
	return v * factor, ok
}

// Irate is PromQL's irate: the per-second rate between the last two points in
// (end-window, end]. Good for a plot that must show spikes, bad for an alert:
// it forgets everything but one scrape interval.
func Irate(points []Point, end time.Time, window time.Duration) (v float64, ok bool) {
	var last, prev *Point
	in := within(points, end, window)
	for i := len(in) - 1; i >= 0 && prev == nil; i-- {
		switch {
		case IsStale(in[i].V):
		case last == nil:
			last = &in[i]
		default:
			prev = &in[i]
		}
	}
	if prev == nil || last.T == prev.T {
		return 0, false
	}
	v = last.V - prev.V
	if last.V < prev.V { // a reset: the counter has counted last.V since
		v = last.V
	}
	return v / (float64(last.T-prev.T) / 1000), true
}

// span is what one pass over a window finds.
type span struct {
	n           int     // points that are not stale markers
	first, last Point   // the outermost of them
	lost        float64 // what the drops hid: the sum of the values before each
}

// scan goes once over a window. It does not copy, and so it does not allocate.
func scan(points []Point) span {
	var s span
	for _, p := range points {
		if IsStale(p.V) {
			continue
		}
		if s.n == 0 {
			s.first = p
		} else if p.V < s.last.V {
			// A counter only drops when its process restarted from zero, so the
			// value before the drop is what it had counted up to then.
			s.lost += s.last.V
		}
		s.last = p
		s.n++
	}
	return s
}

// extrapolate returns the increase between the outermost points, and the
// factor that stretches it to what the window would have seen.
func extrapolate(points []Point, end time.Time, window time.Duration) (increase, factor float64, ok bool) {
	s := scan(within(points, end, window))
	if s.n < 2 || s.last.T == s.first.T {
		return 0, 0, false
	}
	increase = s.last.V - s.first.V + s.lost

	to := end.UnixMilli()
	start := float64(s.first.T-(to-window.Milliseconds())) / 1000
	stop := float64(to-s.last.T) / 1000
	covered := float64(s.last.T-s.first.T) / 1000
	gap := covered / float64(s.n-1)

	// An edge further away than a scrape could explain means that the series
	// began or ended inside the window; half a gap is the best guess of where.
	if start >= gap*nearEdge {
		start = gap / 2
	}
	if stop >= gap*nearEdge {
		stop = gap / 2
	}
	// A counter starts at zero. If the line through the points meets zero
	// before the left end of the extension, the series did not exist there.
	if increase > 0 && s.first.V >= 0 {
		start = min(start, covered*(s.first.V/increase))
	}
	return increase, (covered + start + stop) / covered, true
}
