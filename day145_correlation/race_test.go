//go:build race

package correlation

// raceEnabled: the race detector allocates, so ceilings are not asserted.
const raceEnabled = true
