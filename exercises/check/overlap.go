package check

import (
	"runtime"
	"sync/atomic"
	"time"
)

const (
	overlapBatch   = 100                    // calls between two looks at the other
	overlapWanted  = 300                    // batches during which the other function made progress
	overlapAtLeast = 20 * time.Millisecond  // in all
	overlapAtMost  = 400 * time.Millisecond // on a machine that does not let two threads run at once
	overlapAlone   = 50 * time.Millisecond  // on one processor
)

// Overlap calls two functions over and over, each in a goroutine of its own, until they have run side by side for long enough
// that what both do to one variable has met many times. It returns how often they were called, both together.
//
// A number of rounds alone does not do: on a busy machine one goroutine is often done before the other gets a processor.
// And more than two goroutines do not do better: they take the processors from each other.
func (j *Judge) Overlap(first, second func()) (calls int) {
	var done atomic.Bool
	var progress atomic.Int64 // batches of the second
	var called [2]int
	j.Together(2, func(i int) {
		defer done.Store(true) // also when a function panics
		if i == 1 {
			for !done.Load() {
				called[i] += batch(second)
				progress.Add(1)
			}
			return
		}
		start, seen, met := time.Now(), int64(0), 0
		for !done.Load() && !overlapped(met, time.Since(start)) {
			called[i] += batch(first)
			now := progress.Load()
			if now != seen {
				met++
			}
			seen = now
		}
	})
	return called[0] + called[1]
}

func batch(f func()) int {
	for range overlapBatch {
		f()
	}
	return overlapBatch
}

func overlapped(met int, spent time.Duration) bool {
	limit := overlapAtMost
	if runtime.GOMAXPROCS(0) == 1 {
		limit = overlapAlone
	}
	return met >= overlapWanted && spent >= overlapAtLeast || spent >= limit
}
