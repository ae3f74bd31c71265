// Package poll notices what a person does: that a file has changed, by looking at it, since file events are lost on network
// and WSL drives; and which letter was typed.
package poll

import (
	"fmt"
	"os"
)

// Watch returns a function that looks at a file. It reports a change once it has settled, when two
// looks in a row agree: a file still being written is left alone. there is false when the change is
// that the file has gone; an editor that saves by renaming leaves a moment without one.
func Watch(path string) (look func() (changed, there bool)) {
	var last, settled string // size and time, "" for no file
	look = func() (changed, there bool) {
		now := ""
		if info, err := os.Stat(path); err == nil {
			now = fmt.Sprint(info.Size(), info.ModTime().UnixNano())
		}
		changed = now == last && now != settled
		if changed {
			settled = now
		}
		last = now
		return changed, now != ""
	}
	look()
	settled = last // where watching begins is no change
	return look
}
