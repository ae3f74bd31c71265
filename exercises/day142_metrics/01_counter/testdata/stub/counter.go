// Package counter holds a number that only grows and that any number of
// goroutines add to.
package counter

// Counter is a counter. Its zero value is ready for use.
type Counter struct {
	// TODO: choose how the value and the number of refusals are stored.
}

// Inc adds one.
func (c *Counter) Inc() {
	// TODO: add one; no addition may be lost.
}

// Add adds v and reports whether it did. A v that a counter cannot take leaves
// the value as it was and is counted by Rejected: a negative number, NaN, an
// infinity, and what would make the sum infinite.
func (c *Counter) Add(v float64) bool {
	// TODO: refuse what would make the value fall or stop being a number.
	return false
}

// Value returns the sum of all additions so far. It may be called while others
// add, and never sees the value fall.
func (c *Counter) Value() float64 {
	// TODO: read the value; additions may be under way.
	return 0
}

// Rejected returns how often Add has refused a number.
func (c *Counter) Rejected() uint64 {
	// TODO: read the number of refusals.
	return 0
}
