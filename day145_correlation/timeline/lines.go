package timeline

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lines reads lines of bounded length. Its buffer is the bound.
type lines struct {
	r     *bufio.Reader
	stats *Stats
}

func newLines(r io.Reader, maxLine int, stats *Stats) *lines {
	return &lines{r: bufio.NewReaderSize(r, maxLine), stats: stats}
}

// next returns the next line that fits, without its line break. The bytes are
// the buffer's: they change with the next call. At the end err is io.EOF.
func (l *lines) next() ([]byte, error) {
	for {
		line, err := l.r.ReadSlice('\n')
		l.stats.Bytes += int64(len(line))
		if errors.Is(err, bufio.ErrBufferFull) {
			l.stats.Lines++
			l.stats.TooLong++
			if err := l.skip(); err != nil {
				return nil, err
			}
			continue
		}
		if len(line) == 0 {
			return nil, err
		}
		l.stats.Lines++ // the last line may lack its line break: err comes next time
		return bytes.TrimRight(line, "\r\n"), nil
	}
}

// skip reads up to the end of the line, in pieces of the buffer's size.
func (l *lines) skip() error {
	for {
		piece, err := l.r.ReadSlice('\n')
		l.stats.Bytes += int64(len(piece))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}
