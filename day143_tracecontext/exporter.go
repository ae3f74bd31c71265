package tracecontext

import (
	"context"
	"errors"
	"fmt"
)

// Exporter takes ended spans. A Provider calls one, and package tailsampling and
// package batch are one and call the next: provider -> tail sampler -> batcher -> OTLP.
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
var ErrShutdown = errors.New("tracecontext: exporter is shut down")

// PartialError says that the collector took the request but rejected some of
// its spans. It is never retried: the same spans would be rejected again.
type PartialError struct {
	Rejected int64  // spans; 0 is a warning
	Message  string // the collector's, at most 1 KiB
}

// Error says how many spans were rejected, and why.
func (e *PartialError) Error() string {
	return fmt.Sprintf("tracecontext: collector rejected %d spans: %.256q", e.Rejected, e.Message)
}
