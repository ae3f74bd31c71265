// wrong: a counter counts whole things
// caught by: TestAdd/fraction
package counter

import (
	"math"
	"sync/atomic"
)

// Counter is a counter. Its zero value is ready for use.
type Counter struct{ n, rejected atomic.Uint64 }

// Inc adds one.
func (c *Counter) Inc() { c.n.Add(1) }

// Add adds v and reports whether it did.
func (c *Counter) Add(v float64) bool {
	if !(v >= 0 && v <= math.MaxFloat64) {
		c.rejected.Add(1)
		return false
	}
	c.n.Add(uint64(v))
	return true
}

// Value returns the sum of all additions so far.
func (c *Counter) Value() float64 { return float64(c.n.Load()) }

// Rejected returns how often Add has refused a number.
func (c *Counter) Rejected() uint64 { return c.rejected.Load() }
