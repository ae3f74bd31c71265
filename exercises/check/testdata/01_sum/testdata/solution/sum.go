// Package sum is an exercise of the tests of package check.
package sum

// Sum adds up the list.
func Sum(list []int) (total int) {
	for _, n := range list {
		total += n
	}
	return total
}

// Wait returns when done is closed.
func Wait(done chan struct{}) { <-done }
