//go:build race

package tracecontext

// raceEnabled skips allocation ceilings: the race detector allocates too.
const raceEnabled = true
