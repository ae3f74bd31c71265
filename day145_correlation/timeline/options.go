package timeline

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
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
	// ID is the id to follow, UTF-8 text.
	ID string
	// Field is the key of the id, in any case; empty means DefaultField.
	Field string
	// Window is the number of the request's lines that are held back in each
	// input to put them in order: 0 means DefaultWindow, negative means none,
	// which prints each line as soon as it is read.
	Window int
	// MaxLine is the longest line in bytes that is looked at, at most 1 GiB; 0
	// means DefaultMaxLine. Each input needs as much memory as its longest line.
	MaxLine int
}

// complete returns o with its defaults, or why it cannot work.
func (o Options) complete() (Options, error) {
	if o.ID == "" {
		return o, fmt.Errorf("%w: no id to follow", ErrOptions)
	}
	if !utf8.ValidString(o.ID) {
		return o, fmt.Errorf("%w: id %.64q is not UTF-8, and no log line has it", ErrOptions, o.ID)
	}
	o.Field = cmp.Or(o.Field, DefaultField)
	o.Window = max(cmp.Or(o.Window, DefaultWindow), 0)
	o.MaxLine = cmp.Or(o.MaxLine, DefaultMaxLine)
	if o.MaxLine < minLine || o.MaxLine > maxMaxLine {
		return o, fmt.Errorf("%w: a longest line of %d bytes, want %d to %d", ErrOptions, o.MaxLine, minLine, maxMaxLine)
	}
	return o, nil
}

// The bounds of MaxLine.
const (
	minLine    = 16
	maxMaxLine = 1 << 30
)

// Input is one log.
type Input struct {
	Name   string // for errors, and the service of lines that name none
	Reader io.Reader
}
