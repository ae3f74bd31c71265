// Package counter holds a number that only grows and that any number of
// goroutines add to.
package counter

import (
	"math"
	"sync/atomic"
)

// Counter is a counter. Its zero value is ready for use.
type Counter struct {
	bits     atomic.Uint64 // of a float64; zero bits are 0.0
	rejected atomic.Uint64
}

// Inc adds one.
func (c *Counter) Inc() { c.Add(1) }

// Add adds v and reports whether it did. A v that a counter cannot take leaves
// the value as it was and is counted by Rejected: a negative number, NaN, an
// infinity, and what would make the sum infinite.
func (c *Counter) Add(v float64) bool {
	// What is wanted stands in the test, not what is unwanted: NaN makes every
	// comparison false, so it fails this one and would pass `v < 0`.
	if !(v >= 0 && v <= math.MaxFloat64) {
		c.rejected.Add(1)
		return false
	}
	for {
		old := c.bits.Load()
		sum := math.Float64frombits(old) + v
		if math.IsInf(sum, 1) { // of two finite numbers
			c.rejected.Add(1)
			return false
		}
		// The swap fails when somebody stored in between; then start over.
		if c.bits.CompareAndSwap(old, math.Float64bits(sum)) {
			return true
		}
	}
}

// Value returns the sum of all additions so far. It may be called while others
// add, and never sees the value fall.
func (c *Counter) Value() float64 { return math.Float64frombits(c.bits.Load()) }

// Rejected returns how often Add has refused a number.
func (c *Counter) Rejected() uint64 { return c.rejected.Load() }
