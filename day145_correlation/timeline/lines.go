package timeline

import (
	"bytes"
	"io"
)

// lines reads lines of bounded length. A line ends at a line feed, or at NULs: a
// log has them where it was truncated under its writer (logrotate's copytruncate)
// and where a crash has lost a block.
type lines struct {
	r     io.Reader
	max   int // bytes of a line, its end included
	stats *Stats

	buffer     []byte // grows up to max
	start, end int    // buffer[start:end] has been read and not returned
	searched   int    // bytes of that without an end of line
	err        error  // of r
}

func newLines(r io.Reader, maxLine int, stats *Stats) *lines {
	return &lines{r: r, max: maxLine, stats: stats, buffer: make([]byte, min(maxLine, 1<<16))}
}

// next returns the next line that fits, without its end. The bytes are the
// buffer's: they change with the next call. At the end err is io.EOF.
func (l *lines) next() ([]byte, error) {
	tooLong := false
	for {
		line, ended := l.cut()
		switch {
		case ended && tooLong:
			tooLong = false // that was the rest of it
		case ended:
			l.stats.Lines++
			return line, nil
		case l.err != nil:
			return l.last(tooLong)
		case l.end-l.start >= l.max:
			if !tooLong {
				l.stats.Lines++
				l.stats.TooLong++
			}
			tooLong = true
			l.start, l.end, l.searched = 0, 0, 0
		default:
			l.fill()
		}
	}
}

// cut takes the first line off the buffer, if its end is there. NULs with nothing
// in front of them are no line.
func (l *lines) cut() (line []byte, ended bool) {
	for {
		text := l.buffer[l.start+l.searched : l.end]
		end := bytes.IndexByte(text, '\n')
		if end >= 0 {
			text = text[:end]
		}
		if nul := bytes.IndexByte(text, 0); nul >= 0 {
			end = nul
		}
		if end < 0 {
			l.searched = l.end - l.start
			return nil, false
		}
		line = l.buffer[l.start : l.start+l.searched+end]
		endedBy := l.buffer[l.start+len(line)]
		l.start, l.searched = l.start+len(line)+1, 0
		if endedBy == '\n' || len(line) > 0 {
			return line, true
		}
	}
}

// last returns what stands behind the last end of line.
func (l *lines) last(tooLong bool) ([]byte, error) {
	line := l.buffer[l.start:l.end]
	l.start, l.searched = l.end, 0
	if tooLong || len(line) == 0 {
		return nil, l.err
	}
	l.stats.Lines++
	return line, nil
}

// fill reads once, behind what is in the buffer, and makes room for that first.
func (l *lines) fill() {
	copy(l.buffer, l.buffer[l.start:l.end])
	l.start, l.end = 0, l.end-l.start
	if l.end == len(l.buffer) {
		l.buffer = append(l.buffer, make([]byte, min(len(l.buffer), l.max-len(l.buffer)))...)
	}
	for range 100 { // a Reader should not return 0 and no error, and may
		n, err := l.r.Read(l.buffer[l.end:])
		l.end += n
		l.stats.Bytes += int64(n)
		l.err = err
		if n > 0 || err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}
