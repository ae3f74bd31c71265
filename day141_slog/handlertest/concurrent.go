package handlertest

import (
	"bytes"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	writers = 8  // goroutines, each with a derived handler of its own
	records = 25 // by each of them
)

func concurrentChecks() []check {
	return []check{
		{"concurrent", "handlers that share a writer never write at the same time, and records never mix", concurrent},
	}
}

// concurrent logs from several derived handlers into one writer. It finds
// what it looks for without the race detector: the writer yields in the middle
// of each Write, so that a missing lock shows as an overlap, and a buffer
// returned to its pool too early shows as bytes that change under the writer.
func concurrent(p *probe) {
	var w overlapWriter
	h := p.handlerWith(&w, nil)
	var wg sync.WaitGroup
	panics := make(chan string, writers)
	for g := range writers {
		derived := p.group(p.attrs(h, slog.String("who", fmt.Sprintf("w%d", g))), "G")
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					panics <- fmt.Sprint(r)
				}
			}()
			for i := range records {
				r := slog.NewRecord(noon(), slog.LevelInfo, "msg", 0)
				r.AddAttrs(slog.String("who", fmt.Sprintf("w%d", g)), slog.String("n", fmt.Sprintf("n%d", i)))
				_ = derived.Handle(p.ctx, r) // the writer never fails, and the lines are counted below
			}
		})
	}
	wg.Wait()
	close(panics)
	for text := range panics {
		p.mismatch("Handle in a goroutine", "panic: "+text, "no panic")
	}
	p.judgeOverlap(&w)
}

// judgeOverlap looks at each line for attrs of another goroutine: who is in every
// record twice, by With at the root and by the record in the group.
func (p *probe) judgeOverlap(w *overlapWriter) {
	call := fmt.Sprintf("%d goroutines, %d records each", writers, records)
	if n := w.overlaps.Load(); n > 0 {
		p.mismatch(call, fmt.Sprintf("%d writes began during another", n), "0")
	}
	if n := w.changed.Load(); n > 0 {
		p.mismatch(call, fmt.Sprintf("%d buffers changed during their Write", n), "0")
	}
	if len(p.problems) > 0 {
		return // mixed lines would only repeat it
	}
	lines := w.lines
	if got, want := len(lines), writers*records; got != want {
		p.abandon(call, fmt.Sprintf("%d writes", got), fmt.Sprint(want))
	}
	for _, line := range lines {
		got := p.parseLine(call, line)
		who, _ := got["who"].(string)
		p.expect(call, got, tree{"who": present{}, "G": tree{"who": who, "n": present{}}})
	}
}

// overlapWriter is deliberately slow, and safe under any use.
type overlapWriter struct {
	busy     atomic.Int32
	overlaps atomic.Int32
	changed  atomic.Int32
	mu       sync.Mutex
	lines    [][]byte
}

func (w *overlapWriter) Write(b []byte) (int, error) {
	if w.busy.Add(1) > 1 {
		w.overlaps.Add(1)
	}
	before := bytes.Clone(b)
	for range 3 {
		runtime.Gosched()
	}
	if !bytes.Equal(before, b) {
		w.changed.Add(1)
	}
	w.busy.Add(-1)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, before)
	return len(b), nil
}
