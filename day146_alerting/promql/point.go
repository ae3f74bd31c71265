package promql

import (
	"math"
	"sort"
	"time"
)

// Point is one value of a series. Points of a series are ordered by T and no
// two share a T; every function that takes a []Point relies on that.
type Point struct {
	T int64   // milliseconds since the Unix epoch, as Prometheus stores them
	V float64 // a stale marker is a NaN with bits of its own; see IsStale
}

// staleBits is the NaN that Prometheus writes when a series ends. A NaN has
// 2^52-1 spellings, so the marker costs no extra field and survives copying.
const staleBits = 0x7ff0000000000002

// StaleMarker returns the value that says "this series is not there any more".
func StaleMarker() float64 { return math.Float64frombits(staleBits) }

// IsStale reports whether v is the stale marker. Any other NaN is a value that
// the service really exposed, and is kept.
func IsStale(v float64) bool { return math.Float64bits(v) == staleBits }

// within returns the points in (end-window, end]. The window is open on the
// left since Prometheus 3: a one-minute window over a 15 s scrape holds four
// points wherever it falls, where the closed window of Prometheus 2 held five
// when it happened to line up with the scrapes.
func within(points []Point, end time.Time, window time.Duration) []Point {
	to := end.UnixMilli()
	from := to - window.Milliseconds()
	lo := sort.Search(len(points), func(i int) bool { return points[i].T > from })
	hi := lo + sort.Search(len(points)-lo, func(i int) bool { return points[lo+i].T > to })
	return points[lo:hi]
}
