package main

import (
	"os"
	"time"
)

// A glance is what one look at a file finds.
type glance struct {
	there bool
	size  int64
	mtime time.Time
}

// poller returns a function that looks at a file. It reports a change once it has settled, when two
// looks in a row agree: a file still being written is left alone. there is false when the change is
// that the file has gone; an editor that saves by renaming leaves a moment without one.
func poller(path string) (look func() (changed, there bool)) {
	var last, settled glance
	look = func() (changed, there bool) {
		now := glance{}
		if info, err := os.Stat(path); err == nil {
			now = glance{true, info.Size(), info.ModTime()}
		}
		if changed = now == last && now != settled; changed {
			settled = now
		}
		last = now
		return changed, now.there
	}
	look()
	settled = last // where watching begins is no change
	return look
}
