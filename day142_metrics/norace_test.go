//go:build !race

package metrics

// raceEnabled says that the race detector is on: it allocates, and is slow.
const raceEnabled = false
