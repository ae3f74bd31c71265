package timeline

import (
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"time"
)

// source is one input: it yields the request's entries in order of time, as far
// as its window reaches.
type source struct {
	name    string
	index   int
	lines   *lines
	id      []byte
	options Options
	stats   *Stats

	line int64     // of the line read last
	last time.Time // of the request's line read last, for one without a time
	held entries   // the window
	err  error     // why reading stopped; io.EOF at the end
}

func newSource(in Input, index int, o Options, stats *Stats) *source {
	return &source{
		name: in.Name, index: index, id: []byte(o.ID), options: o, stats: stats,
		lines: newLines(in.Reader, o.MaxLine, stats),
	}
}

// next returns the earliest entry of the window, having filled it first.
func (s *source) next() (entry, bool) {
	for s.err == nil && len(s.held) <= s.options.Window {
		e, err := s.read()
		if err != nil {
			s.err = err
			break
		}
		heap.Push(&s.held, e)
	}
	if len(s.held) == 0 {
		return entry{}, false
	}
	return heap.Pop(&s.held).(entry), true
}

// failure is the reading error, nil if the input ended by itself.
func (s *source) failure() error {
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return nil
	}
	return fmt.Errorf("%s: after %d lines: %w", s.name, s.line, s.err)
}

// read returns the next entry of the request. This loop is where the time goes,
// and nearly all lines leave it at Contains, before anything is built of them.
func (s *source) read() (entry, error) {
	for {
		before := s.stats.Lines
		line, err := s.lines.next()
		s.line += s.stats.Lines - before // lines that were too long count too
		if err != nil {
			return entry{}, err
		}
		if s.line == 1 { // programs on Windows begin a file with a byte order mark
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if !object(line) {
			s.stats.NotJSON++
			continue
		}
		if !bytes.Contains(line, s.id) {
			continue
		}
		e, err := parseLine(line, s.options.Field, s.options.ID)
		switch {
		case err != nil:
			s.stats.NotJSON++
		case !e.found:
			s.stats.Mentions++
		default:
			return s.complete(e), nil
		}
	}
}

func (s *source) complete(e entry) entry {
	e.input, e.line = s.index, s.line
	s.stats.Matched++
	if !e.root {
		s.stats.Nested++
	}
	if !e.hasTime {
		s.stats.NoTime++
		e.time = s.last
	}
	s.last = e.time
	if e.service == "" {
		e.service = clip(s.name)
	}
	return e
}

// entries is a heap, the earliest first; of one time, in order of the inputs
// and of their lines.
type entries []entry

func (h entries) Len() int      { return len(h) }
func (h entries) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h entries) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	if c := a.time.Compare(b.time); c != 0 {
		return c < 0
	}
	if a.input != b.input {
		return a.input < b.input
	}
	return a.line < b.line
}
func (h *entries) Push(x any) { *h = append(*h, x.(entry)) }
func (h *entries) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = entry{} // or the array keeps its texts alive
	*h = (*h)[:last]
	return e
}
