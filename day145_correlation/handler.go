package correlation

import (
	"context"
	"log/slog"
	"slices"
)

// NewHandler returns a handler that stamps each record with what the sources
// find in its context, and leaves the rest to inner. Without sources it uses
// Attrs, the request's id. Any function of this shape is a source; a tracer's
// needs no import here.
//
// Stamps stand at the root of the record whatever groups are open, in the order
// of the sources, and nothing else about the record changes. They come behind
// the attributes that With gave before the first WithGroup and in front of the
// first open group. Without an open group they come last, or, if the record
// itself has a group or a LogValuer, in front of its attributes. An attribute
// of the program's own that has a stamp's key is kept: both are printed.
//
// A source that panics costs its own attributes, and only those. A source must
// be safe for concurrent use and its slice is only read.
func NewHandler(inner slog.Handler, sources ...func(context.Context) []slog.Attr) slog.Handler {
	if inner == nil {
		panic("correlation: NewHandler needs an inner handler, not nil.")
	}
	if slices.ContainsFunc(sources, func(s func(context.Context) []slog.Attr) bool { return s == nil }) {
		panic("correlation: NewHandler was given a source of attributes that is nil.")
	}
	if len(sources) == 0 {
		sources = append(sources, Attrs)
	}
	return &handler{sources: slices.Clone(sources), root: inner, full: inner}
}

// handler is immutable: With and WithGroup return a changed copy.
//
// The trick is to derive the inner handler twice. full has seen every With and
// WithGroup, so it has everything pre-formatted, and it serves records without
// stamps as if this handler were not there. root stopped at the first
// WithGroup, so what is added to a record for root stands at the top level. The
// calls that root has not seen are kept, and added to such a record as groups.
type handler struct {
	sources []func(context.Context) []slog.Attr
	root    slog.Handler
	full    slog.Handler
	calls   []call // made since root stopped, in order
	size    int    // attributes and groups in calls
	exact   bool   // calls hold a group value, which only a replay prints right
}

// call is one WithGroup, or one With if group is empty.
type call struct {
	group string
	attrs []slog.Attr
}

func (h *handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.full.Enabled(ctx, level)
}

// WithAttrs resolves attrs once when they are kept, because then two handlers
// print them, and both must print the same.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	if len(attrs) == 0 {
		return h
	}
	h2 := *h
	if len(h.calls) == 0 {
		h2.root = h.root.WithAttrs(slices.Clone(attrs)) // clone: a handler owns the slice it gets
		h2.full = h2.root
		return &h2
	}
	kept := settle(attrs, maxDepth)
	h2.exact = h.exact || slices.ContainsFunc(kept, grouped)
	return h2.keep(call{attrs: kept}, h.full.WithAttrs(slices.Clone(kept)))
}

// WithGroup returns h for an empty name, as slog.Handler demands.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	h2 := *h
	return h2.keep(call{group: name}, h.full.WithGroup(name))
}

// keep completes h, a fresh copy, with one more call.
func (h *handler) keep(c call, full slog.Handler) slog.Handler {
	// Clip makes append copy. Without it two loggers derived from one parent
	// would write into the same spare element, and one would print the other's.
	h.calls = append(slices.Clip(h.calls), c)
	h.size += max(1, len(c.attrs))
	h.full = full
	return h
}

// Handle never changes what r shares with whoever else was given the record:
// five attributes are part of our own copy of r, the rest is not, so Clone.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	var room [8]slog.Attr // enough for an id and a trace, without allocating
	stamps := h.stamps(ctx, room[:0])
	switch {
	case len(stamps) == 0:
		return h.full.Handle(ctx, r)
	case len(h.calls) == 0 && plain(&r):
		if r.NumAttrs() > inlineAttrs {
			r = r.Clone()
		}
		r.AddAttrs(stamps...)
		return h.root.Handle(ctx, r)
	case h.exact:
		return h.replay(stamps).Handle(ctx, r)
	default:
		return h.root.Handle(ctx, h.fold(stamps, r))
	}
}

// stamps returns what the sources find. It uses list if it has to put several
// slices together, or to leave something out.
func (h *handler) stamps(ctx context.Context, list []slog.Attr) []slog.Attr {
	for _, source := range h.sources {
		found := ask(source, ctx)
		if len(h.sources) == 1 && !slices.ContainsFunc(found, blank) {
			return found
		}
		for _, a := range found {
			if !blank(a) {
				list = append(list, a)
			}
		}
	}
	return list
}

// ask has a frame of its own for the recover: the line must be printed even if
// a source is broken. Calling recover without a panic costs more than the flag.
func ask(source func(context.Context) []slog.Attr, ctx context.Context) (attrs []slog.Attr) {
	panicked := true
	defer func() {
		if panicked {
			_ = recover()
		}
	}()
	attrs = source(ctx)
	panicked = false
	return attrs
}
