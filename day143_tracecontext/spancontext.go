package tracecontext

import (
	"context"

	"workbook/day143_tracecontext/tracestate"
)

// SpanContext is what crosses a process boundary: which trace, which span, and
// what was decided about it. It is a small value; == compares all of it.
type SpanContext struct {
	TraceID TraceID
	SpanID  SpanID
	Flags   Flags
	// Remote says that it came in on the wire; Extract and ExtractMap set it.
	Remote bool
	// State is the vendors' tracestate, carried along in order.
	State tracestate.State
}

// Valid reports whether both ids are non-zero; anything else means "no trace".
func (sc SpanContext) Valid() bool {
	return sc.TraceID != TraceID{} && sc.SpanID != SpanID{}
}

// Sampled tests the sampled bit alone: 03 is as sampled as 01.
func (sc SpanContext) Sampled() bool { return sc.Flags&FlagSampled != 0 }

// contextKey is the one key for both a live span and a bare remote parent, so
// that the innermost of the two always wins.
type contextKey struct{}

// NewContext returns a context whose current span is sc: what a consumer does
// with the context it read from a message, before it calls Start.
func NewContext(ctx context.Context, sc SpanContext) context.Context {
	return context.WithValue(ctx, contextKey{}, &sc)
}

// FromContext returns the context of the current span, remote or local, and the
// zero SpanContext where there is none.
func FromContext(ctx context.Context) SpanContext {
	if ctx == nil {
		return SpanContext{}
	}
	switch v := ctx.Value(contextKey{}).(type) {
	case *Span:
		return v.sc
	case *SpanContext:
		return *v
	}
	return SpanContext{}
}

// SpanFromContext returns the current local span, or nil, which is usable too:
// all methods of a nil *Span do nothing.
func SpanFromContext(ctx context.Context) *Span {
	if ctx == nil {
		return nil
	}
	s, _ := ctx.Value(contextKey{}).(*Span)
	return s
}
