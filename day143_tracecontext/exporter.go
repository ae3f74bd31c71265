package tracecontext

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
)

// Exporter takes ended spans. Provider, Batcher and TailSampler all speak it,
// so they chain: provider -> tail sampler -> batcher -> OTLP.
//
// Export may be called concurrently. It may keep the records but not the slice,
// and changes neither. Shutdown is called once, last; it delivers what is held
// back, within ctx.
type Exporter interface {
	Export(ctx context.Context, spans []*SpanData) error
	Shutdown(ctx context.Context) error
}

// flusher is an Exporter that holds spans back.
type flusher interface {
	ForceFlush(ctx context.Context) error
}

// ErrShutdown is returned by an Export that comes after Shutdown.
var ErrShutdown = errors.New("exporter is shut down")

// PartialError says that the collector took the request but rejected some of
// its spans. It is never retried: the same spans would be rejected again.
type PartialError struct {
	Rejected int64  // spans; 0 is a warning
	Message  string // the collector's, at most 1 KiB
}

// Error says how many spans were rejected, and why.
func (e *PartialError) Error() string {
	return fmt.Sprintf("collector rejected %d spans: %.256q", e.Rejected, e.Message)
}

// WriterExporter writes OTLP JSON, one line for each Export: the format of
// OpenTelemetry's file exporter.
type WriterExporter struct {
	w io.Writer
	// turn holds a token while nobody writes. A mutex would do the same for w,
	// but could not give up when ctx ends while a slow writer has it.
	turn   chan struct{}
	closed atomic.Bool
}

// NewWriterExporter returns an exporter to w. Calls take turns, one Write each.
func NewWriterExporter(w io.Writer) *WriterExporter {
	e := &WriterExporter{w: w, turn: make(chan struct{}, 1)}
	e.turn <- struct{}{}
	return e
}

// Export writes one line, and returns an error of the writer or of ctx.
func (e *WriterExporter) Export(ctx context.Context, spans []*SpanData) error {
	if len(spans) == 0 {
		return nil
	}
	line, err := encodeOTLP(spans)
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
		return ErrShutdown
	}
	_, err = e.w.Write(append(line, '\n'))
	return err
}

// Shutdown makes later Exports fail, after the one under way. It does not close
// the writer, which is yours.
func (e *WriterExporter) Shutdown(ctx context.Context) error {
	e.closed.Store(true)
	select {
	case <-e.turn:
		e.turn <- struct{}{}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
