package correlation

import (
	"context"
	"log/slog"
)

// Keys of the attributes that Attrs returns.
const (
	// IDKey is the request's id. It is not the trace id, which has its own rules
	// for who may mint and who may sample, and its own field.
	IDKey = "request_id"
	// InboundIDKey is the id that the client sent, where the service faces the
	// public and does not take it over.
	InboundIDKey = "inbound_request_id"
)

// contextKey is the type of the only key this package puts into a context. It is
// unexported, and that is the whole protection: two keys are equal only if their
// dynamic types are equal too, and nobody else can write this type down.
type contextKey struct{}

// entry is what the context carries. All that each log line and the response need
// is made here, once a request: neither Attrs nor Middleware allocates again.
type entry struct {
	id      string
	inbound string
	header  [1]string    // the id, in the shape of a http.Header value
	attrs   [2]slog.Attr // IDKey, and InboundIDKey if inbound is not empty
}

func newEntry(id, inbound string) *entry {
	attrs := [2]slog.Attr{slog.String(IDKey, id), slog.String(InboundIDKey, inbound)}
	return &entry{id: id, inbound: inbound, header: [1]string{id}, attrs: attrs}
}

// lookup returns the context's entry, or nil. A nil context has none: a logger is
// called with whatever the caller has at hand.
func lookup(ctx context.Context) *entry {
	if ctx == nil {
		return nil
	}
	e, _ := ctx.Value(contextKey{}).(*entry)
	return e
}

// NewContext returns a context that carries id. It does not check it: a worker may
// log under a job's name that is not Valid, which Transport never sends and
// Middleware never adopts. An empty id means none and hides one that ctx carries.
func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, contextKey{}, newEntry(id, ""))
}

// FromContext returns the id that ctx carries, and whether there is one.
func FromContext(ctx context.Context) (id string, ok bool) {
	e := lookup(ctx)
	if e == nil || e.id == "" {
		return "", false
	}
	return e.id, true
}

// Inbound returns the id that the client sent, if Middleware ran with
// Options.AtEdge and that id was Valid. It is the client's claim: good for
// answering the client's support call, never for finding your own lines.
func Inbound(ctx context.Context) (id string, ok bool) {
	e := lookup(ctx)
	if e == nil || e.inbound == "" {
		return "", false
	}
	return e.inbound, true
}

// Attrs returns the attributes that ctx's id puts on a log record: IDKey and, at
// the edge, InboundIDKey; nil without an id. It does not allocate: every call
// for one context returns the same slice, which must not be modified.
func Attrs(ctx context.Context) []slog.Attr {
	e := lookup(ctx)
	switch {
	case e == nil || e.id == "":
		return nil
	case e.inbound == "":
		return e.attrs[:1:1] // clipped: an append by the caller copies
	}
	return e.attrs[:]
}
