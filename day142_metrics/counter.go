package metrics

import (
	"math"
	"strconv"
	"sync/atomic"
)

// A Counter is a number that only grows: requests served, bytes sent. Create
// one with [Registry.Counter] or [Vec.With] and keep the pointer. All methods
// may be called from any goroutine.
type Counter struct {
	// Whole numbers and fractions are counted apart, because adding to an
	// integer is one atomic instruction while adding to a float is a loop.
	// Both parts only grow, so a reader that sees one of them a moment later
	// than the other still never sees the counter fall.
	whole atomic.Uint64
	rest  atomic.Uint64 // bits of a float64

	family    *family
	exemplars exemplars
}

// maxWhole bounds what one Add puts into the whole part: it would take four
// billion such calls to wrap it around.
const maxWhole = 1 << 32

// Inc adds one.
func (c *Counter) Inc() { c.whole.Add(1) }

// Add adds v. A counter cannot fall: a negative v, a NaN or an infinity leaves
// it as it was and is counted in metrics_rejected_samples_total.
func (c *Counter) Add(v float64) { c.add(v) }

// AddExemplar adds v as [Counter.Add] does, and remembers the id of a trace
// that caused it, for OpenMetrics to show. An empty id adds no exemplar.
func (c *Counter) AddExemplar(v float64, traceID string) {
	if c.add(v) {
		c.exemplars.keep(0, 1, traceID, v)
	}
}

func (c *Counter) add(v float64) bool {
	// The test is written so that NaN, for which every comparison is false,
	// fails it. `if v < 0 { reject }` would let NaN through, for good.
	if !(v >= 0 && v <= math.MaxFloat64) {
		c.family.reject()
		return false
	}
	if n := uint64(v); v <= maxWhole && float64(n) == v {
		c.whole.Add(n)
		return true
	}
	for {
		old := c.rest.Load()
		sum := math.Float64frombits(old) + v
		if math.IsInf(sum, 1) { // two huge addends must not end the counter
			c.family.reject()
			return false
		}
		// Load, add and Store would lose the additions that other goroutines
		// made in between; the swap fails then, and the sum is taken anew.
		if c.rest.CompareAndSwap(old, math.Float64bits(sum)) {
			return true
		}
	}
}

// Value returns the current value.
func (c *Counter) Value() float64 {
	return float64(c.whole.Load()) + math.Float64frombits(c.rest.Load())
}

func (c *Counter) touch() uint64 { return c.whole.Load() }

func (c *Counter) appendTo(p *page, labels string) {
	b := append(p.buf, p.family.sample[p.format]...)
	b = append(b, labels...)
	b = append(b, ' ')
	if n := c.whole.Load(); c.rest.Load() == 0 && n <= maxExact {
		b = strconv.AppendUint(b, n, 10)
	} else {
		b = appendNumber(b, c.Value())
	}
	if p.format == openMetrics {
		b = c.exemplars.get(0).appendTo(b)
	}
	p.buf = append(b, '\n')
}
