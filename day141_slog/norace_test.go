//go:build !race

package logging_test

// raceEnabled: the race detector allocates, so ceilings are not asserted.
const raceEnabled = false
