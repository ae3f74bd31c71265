// Package sum is an exercise of the tests of package check.
package sum

// Sum adds up the list.
func Sum(list []int) int {
	// TODO: add up.
	return 0
}

// Wait returns when done is closed.
func Wait(done chan struct{}) {
	// TODO: wait.
}
