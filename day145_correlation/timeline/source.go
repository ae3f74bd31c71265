package timeline

import (
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"time"

	"workbook/day145_correlation/timeline/logline"
)

// source is one input: it yields the request's entries in order of time, as far
// as its window reaches.
type source struct {
	name   string
	index  int
	window int
	lines  *lines
	joiner logline.Joiner
	finder *logline.Finder
	stats  *Stats

	line int64     // of the line read last
	last time.Time // of the request's line read last, for one without a time
	held entries   // the window
	err  error     // why reading stopped; io.EOF at the end
}

func newSource(in Input, index int, o Options, stats *Stats) *source {
	return &source{
		name: in.Name, index: index, window: o.Window, lines: newLines(in.Reader, o.MaxLine, stats),
		joiner: logline.Joiner{Max: o.MaxLine}, finder: logline.NewFinder(o.Field, o.ID), stats: stats,
	}
}

// next returns the earliest entry of the window, having filled it first.
func (s *source) next() (entry, bool) {
	for s.err == nil && len(s.held) <= s.window {
		e, err := s.read()
		if err != nil {
			s.err = err
			s.stats.NotRead += int64(s.joiner.Open())
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
	return fmt.Errorf("%q: after %d lines: %w", s.name, s.line, s.err)
}

// read returns the next entry of the request.
func (s *source) read() (entry, error) {
	for {
		before := s.stats.Lines
		line, err := s.lines.next()
		s.line += s.stats.Lines - before // lines that were too long count too
		if err != nil {
			return entry{}, err
		}
		if s.line == 1 && utf16(line) {
			return entry{}, errUTF16
		}
		if found, ok := s.find(line); ok {
			return s.complete(found), nil
		}
	}
}

// find reads one line. A line that is not the request's it counts, if it could
// not be read (NotRead), if it has the id's text in another place (Mentions), or
// as both. Here is where the time goes: Holds and Readable look at the bytes, and
// only a line that may be the request's is taken apart by Read.
func (s *source) find(line []byte) (logline.Line, bool) {
	line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")) // joined files have byte order marks inside
	line, envelopeTime, err := s.joiner.Join(bytes.TrimSpace(line))
	line = bytes.TrimSpace(line)
	holds := s.finder.Holds(line)
	switch {
	case errors.Is(err, logline.ErrLong):
		s.stats.TooLong++
		return logline.Line{}, false
	case err != nil || len(line) == 0: // the piece is read with the last one of its line
		return logline.Line{}, false
	case !logline.Readable(line):
		s.stats.NotRead++
	case holds:
		found, _ := s.finder.Read(line)
		if found.Time.IsZero() {
			found.Time = envelopeTime
		}
		if found.ID > logline.Nowhere {
			return found, true
		}
	}
	if holds {
		s.stats.Mentions++
	}
	return logline.Line{}, false
}

// complete counts what a line of the request lacks, and what it can be given.
func (s *source) complete(found logline.Line) entry {
	s.stats.Matched++
	if found.ID == logline.InGroup {
		s.stats.Nested++
	}
	if found.NoZone {
		s.stats.NoZone++
	}
	if found.Message == "" {
		s.stats.NoMessage++
	}
	if found.Time.IsZero() {
		s.stats.NoTime++
		found.Time = s.last
	}
	if found.Service == "" {
		found.Service = logline.Printable(s.name)
	}
	s.last = found.Time
	return entry{Line: found, input: s.index, line: s.line}
}

var errUTF16 = errors.New("UTF-16 text, as PowerShell's > writes it: convert it to UTF-8")

// utf16 reports whether the first line of a file has the byte order mark of
// UTF-16. Its NULs would end a line behind every letter.
func utf16(line []byte) bool {
	return bytes.HasPrefix(line, []byte("\xff\xfe")) || bytes.HasPrefix(line, []byte("\xfe\xff"))
}
