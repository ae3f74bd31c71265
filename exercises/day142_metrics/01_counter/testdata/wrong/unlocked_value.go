// wrong: only writers need the mutex
// caught by: TestValue/never_falls
package counter

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// Counter is a counter. Its zero value is ready for use.
type Counter struct {
	mu       sync.Mutex
	whole    atomic.Uint64 // atomic, so that reading it is no data race
	fraction atomic.Uint64 // bits of a float64 below 1
	rejected atomic.Uint64
}

// Inc adds one.
func (c *Counter) Inc() { c.Add(1) }

// Add adds v and reports whether it did.
func (c *Counter) Add(v float64) bool {
	if !(v >= 0 && v <= math.MaxFloat64) {
		c.rejected.Add(1)
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := math.Float64frombits(c.fraction.Load()) + v
	c.whole.Add(uint64(sum))
	runtime.Gosched()
	c.fraction.Store(math.Float64bits(sum - math.Trunc(sum)))
	return true
}

// Value returns the sum of all additions so far.
func (c *Counter) Value() float64 {
	fraction := math.Float64frombits(c.fraction.Load())
	runtime.Gosched()
	return float64(c.whole.Load()) + fraction
}

// Rejected returns how often Add has refused a number.
func (c *Counter) Rejected() uint64 { return c.rejected.Load() }
