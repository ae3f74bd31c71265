package otlp

import (
	"context"
	"io"
	"sync/atomic"

	tracecontext "workbook/day143_tracecontext"
)

// Writer writes OTLP JSON, one line for each Export: the format of
// OpenTelemetry's file exporter.
type Writer struct {
	w io.Writer
	// turn holds a token while nobody writes. A mutex would do the same for w,
	// but could not give up when ctx ends while a slow writer has it.
	turn   chan struct{}
	closed atomic.Bool
}

// NewWriter returns an exporter to w. Calls take turns, one Write each.
func NewWriter(w io.Writer) *Writer {
	e := &Writer{w: w, turn: make(chan struct{}, 1)}
	e.turn <- struct{}{}
	return e
}

// Export writes one line, and returns an error of the writer or of ctx.
func (e *Writer) Export(ctx context.Context, spans []*tracecontext.SpanData) error {
	if len(spans) == 0 {
		return nil
	}
	line, err := encode(spans)
	if err != nil {
		return err
	}
	select {
	case <-e.turn:
		defer func() { e.turn <- struct{}{} }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if e.closed.Load() {
		return tracecontext.ErrShutdown
	}
	_, err = e.w.Write(append(line, '\n'))
	return err
}

// Shutdown makes later Exports fail, after the one under way. It does not close
// the writer, which is yours.
func (e *Writer) Shutdown(ctx context.Context) error {
	e.closed.Store(true)
	select {
	case <-e.turn:
		e.turn <- struct{}{}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
