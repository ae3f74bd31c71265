package batch

import (
	"fmt"
	"time"
)

// DropError says that spans were dropped, since the last one that OnError was told, or
// by the Export that returned it. An exporter that is slower than the spans come is
// why: a collector that is away or overloaded.
type DropError struct {
	Dropped uint64 // spans
}

// Error says how many spans were dropped.
func (e *DropError) Error() string {
	return fmt.Sprintf("batch: %d spans dropped: they come faster than they can be exported", e.Dropped)
}

// dropReport remembers what OnError was told. A loss that nobody counts is found when
// the trace is needed; one line for each span would bury the log.
type dropReport struct {
	told  uint64      // of Stats.Dropped
	timer *time.Timer // runs from the first drop after a report; nil otherwise
}

const reportEvery = time.Minute

// reportLater sets the timer of the next report. The caller holds b.mu.
func (b *Batcher) reportLater() {
	if b.options.OnError != nil && b.drops.timer == nil {
		b.drops.timer = b.after(reportEvery, b.report)
	}
}

// report tells OnError what was dropped since the last report.
func (b *Batcher) report() {
	b.mu.Lock()
	dropped := b.stats.Dropped - b.drops.told
	b.drops.told = b.stats.Dropped
	if b.drops.timer != nil {
		b.drops.timer.Stop()
		b.drops.timer = nil
	}
	b.mu.Unlock()
	if dropped > 0 && b.options.OnError != nil {
		b.options.OnError(&DropError{dropped})
	}
}
