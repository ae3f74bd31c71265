package timeline

import (
	"errors"
	"fmt"
	"io"
)

// Defaults of Options.
const (
	DefaultField   = "request_id"
	DefaultWindow  = 256
	DefaultMaxLine = 1 << 20
)

// ErrOptions is the error of Options that cannot work.
var ErrOptions = errors.New("timeline options")

// Options say what to follow. Only ID is needed.
type Options struct {
	// ID is the id to follow: bytes that JSON leaves as they are, so no
	// quotes, backslashes, control characters or bytes over 0x7F.
	ID string
	// Field is the key of the id; empty means DefaultField.
	Field string
	// Window is the number of the request's lines that are held back in each
	// input to put them in order: 0 means DefaultWindow, negative means none,
	// which prints each line as soon as it is read.
	Window int
	// MaxLine is the longest line in bytes that is looked at; 0 means
	// DefaultMaxLine.
	MaxLine int
}

func (o Options) complete() (Options, error) {
	if o.ID == "" {
		return o, fmt.Errorf("%w: no id to follow", ErrOptions)
	}
	for i := range len(o.ID) {
		if c := o.ID[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return o, fmt.Errorf("%w: id %.64q: byte %d is not the same inside JSON", ErrOptions, o.ID, i)
		}
	}
	if o.Field == "" {
		o.Field = DefaultField
	}
	if o.Window == 0 {
		o.Window = DefaultWindow
	}
	o.Window = max(o.Window, 0)
	if o.MaxLine == 0 {
		o.MaxLine = DefaultMaxLine
	}
	if o.MaxLine < minLine {
		return o, fmt.Errorf("%w: a longest line of %d bytes, want at least %d", ErrOptions, o.MaxLine, minLine)
	}
	return o, nil
}

// minLine is the least buffer that bufio.Reader gives.
const minLine = 16

// Input is one log.
type Input struct {
	Name   string // for errors, and the service of lines that name none
	Reader io.Reader
}

// Stats count what was read. Lines is the sum of all lines, blank ones included.
type Stats struct {
	Bytes    int64
	Lines    int64
	Matched  int64 // printed
	Nested   int64 // of those, the id was only inside a group
	NoTime   int64 // of those, without a time that could be read
	Late     int64 // of those, out of order by more than the window
	Mentions int64 // held the id, but not in the id field
	NotJSON  int64 // not one JSON object
	TooLong  int64 // longer than MaxLine, not looked at
}
