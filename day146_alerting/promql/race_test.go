package promql_test

import (
	"runtime/debug"
	"slices"
)

// raceEnabled reports whether the race detector is compiled in. It allocates and it
// is slow, so a test of allocations or of a long run asks first.
func raceEnabled() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
