package tracecontext

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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

// Size estimates the heap that d holds, in bytes, for who holds records and has to
// bound them: the struct, and the strings and slices that hang on it. Names shared by
// all spans count too.
func (d *SpanData) Size() int {
	n := 480 + len(d.Name) + len(d.Message) + len(d.Context.State.String()) + attrsSize(d.Attrs)
	for _, e := range d.Events {
		n += eventSize(e)
	}
	for _, l := range d.Links {
		n += linkSize(l)
	}
	return n
}

func eventSize(e Event) int { return 80 + len(e.Name) + attrsSize(e.Attrs) }
func linkSize(l Link) int   { return 88 + len(l.Context.State.String()) + attrsSize(l.Attrs) }

func attrsSize(attrs []slog.Attr) (n int) {
	for _, a := range attrs {
		n += attrSize(a)
	}
	return n
}

// attrSize estimates too: 40 bytes are a slog.Attr on 64-bit machines.
func attrSize(a slog.Attr) int {
	n := 40 + len(a.Key)
	switch a.Value.Kind() {
	case slog.KindString:
		n += len(a.Value.String())
	case slog.KindGroup:
		n += attrsSize(a.Value.Group())
	}
	return n
}
