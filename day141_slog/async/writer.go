package async

import (
	"cmp"
	"context"
	"io"
	"sync"
)

// Options say what may wait. The zero value is useful.
type Options struct {
	Limit int // bytes that may wait to be written, 1 MiB if 0

	// Notice makes the line that tells how many records were dropped since the last
	// such line. It is written when there is room again; nil writes none.
	Notice func(dropped int) []byte
}

// Writer passes each Write on as one Write, later and from another goroutine: that of
// [Writer.Run]. It is safe for concurrent use. Make one with [New].
type Writer struct {
	w      io.Writer
	limit  int
	notice func(dropped int) []byte
	wake   chan struct{} // has room for one: somebody has something to write
	done   chan struct{} // closed when Run has returned

	mu      sync.Mutex // held for copies of bytes alone, never over a Write
	waiting batch
	closed  bool
	dropped int // since New
	told    int // how many of them a notice has told
}

// batch is a row of records in one piece of memory.
type batch struct {
	bytes []byte
	ends  []int
}

// New panics if w is nil. Nothing is written until Run runs.
func New(w io.Writer, opts Options) *Writer {
	if w == nil {
		panic("async: a Writer needs a writer, got nil")
	}
	const mebibyte = 1 << 20
	return &Writer{w: w, limit: cmp.Or(opts.Limit, mebibyte), notice: opts.Notice,
		wake: make(chan struct{}, 1), done: make(chan struct{})}
}

// Write copies b and returns at once. A record for which there is no room is dropped
// and counted: that is no error, since no caller could do anything about it.
func (a *Writer) Write(b []byte) (int, error) {
	a.mu.Lock()
	if a.closed || len(a.waiting.bytes)+len(b) > a.limit {
		a.dropped++
	} else {
		a.waiting.bytes = append(a.waiting.bytes, b...)
		a.waiting.ends = append(a.waiting.ends, len(a.waiting.bytes))
	}
	a.mu.Unlock()
	a.stir()
	return len(b), nil
}

// stir wakes Run, unless somebody has done so already.
func (a *Writer) stir() {
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

// Dropped returns how many records were dropped or failed to be written: a counter
// for /metrics.
func (a *Writer) Dropped() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.dropped
}

// Run writes until Close, and then what still waits. Start it once, in a goroutine.
func (a *Writer) Run() {
	defer close(a.done)
	var records batch
	cut := false // the last Write ended in the middle of a line
	for range a.wake {
		records = a.take(records)
		start := 0
		for _, end := range records.ends {
			cut = a.writeOne(records.bytes[start:end], cut)
			start = end
		}
		if line := a.untold(); line != nil {
			cut = a.writeOne(line, cut)
		}
		if a.finished() {
			return
		}
	}
}

// take gives what waits for an empty batch, so that their memory goes back and forth.
func (a *Writer) take(written batch) batch {
	a.mu.Lock()
	defer a.mu.Unlock()
	records := a.waiting
	a.waiting = batch{written.bytes[:0], written.ends[:0]}
	return records
}

// writeOne writes a record on a line of its own: when a full disk has cut the one
// before, two records would share a line.
func (a *Writer) writeOne(record []byte, cut bool) (cutNow bool) {
	if cut {
		record = append([]byte("\n"), record...)
	}
	n, err := a.w.Write(record)
	if err == nil && n >= len(record) {
		return false
	}
	a.mu.Lock()
	a.dropped++
	a.mu.Unlock()
	return n > 0 || cut
}

// untold returns the line about what was dropped since the last such line, or nil.
func (a *Writer) untold() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	since := a.dropped - a.told
	if since == 0 || a.notice == nil {
		return nil
	}
	a.told = a.dropped
	return a.notice(since)
}

func (a *Writer) finished() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.closed && len(a.waiting.ends) == 0
}

// Close has Run write what waits and stop, and waits for that until ctx ends. It then
// returns ctx's error, and what was not written is lost: a stuck writer must not hold
// up the end of the process.
func (a *Writer) Close(ctx context.Context) error {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.stir()
	select {
	case <-a.done:
	case <-ctx.Done():
	}
	select {
	case <-a.done: // asked again: when both have ended, nothing is lost
		return nil
	default:
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.dropped += len(a.waiting.ends)
	a.waiting = batch{}
	return ctx.Err()
}
