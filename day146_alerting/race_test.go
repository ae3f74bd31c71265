//go:build race

package alerting

const raceEnabled = true
