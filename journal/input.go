package main

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// reader hands out lines of the input, and gives up when ctx ends: a read from
// a terminal can't be interrupted, so it happens in a goroutine of its own.
type reader struct {
	ctx   context.Context
	lines chan string // closed at the end of the input
}

// newReader starts reading. The goroutine ends with the input, or with the
// first line after ctx has ended.
func newReader(ctx context.Context, in io.Reader) *reader {
	r := &reader{ctx: ctx, lines: make(chan string)}
	go func() {
		defer close(r.lines)
		// Not a Scanner: it would take a pasted line of 64 KiB for the end.
		for buf := bufio.NewReader(in); ; {
			text, err := buf.ReadString('\n')
			if err != nil && text == "" {
				return
			}
			select {
			case r.lines <- strings.TrimSpace(text):
			case <-ctx.Done():
				return
			}
		}
	}()
	return r
}

// line returns the next line; ok is false at the end of the input or on Ctrl-C.
func (r *reader) line() (text string, ok bool) {
	select {
	case text, ok := <-r.lines:
		return text, ok
	case <-r.ctx.Done():
		return "", false
	}
}
