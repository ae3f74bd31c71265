//go:build race

package timeline

// raceEnabled: the race detector is slow, so tests read less.
const raceEnabled = true
