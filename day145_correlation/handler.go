package correlation

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
)

// NewHandler returns a handler that stamps each record with what the sources
// find in its context, and leaves the rest to inner. Without sources it uses
// Attrs, the request's id. Any function of this type is a source.
//
// Stamps stand at the root of the record whatever groups are open, in the order
// of the sources, and nothing else about the record changes. They come behind
// the attributes that With gave before the first WithGroup and in front of the
// first open group. Without an open group they come last, or, if the record
// itself has a group or a LogValuer, in front of its attributes. An attribute
// of the program's own that has a stamp's key is kept: both are printed.
//
// A source that panics costs its own attributes only, and !PANIC stands in their
// place. A source must be safe for concurrent use; its slice is only read.
func NewHandler(inner slog.Handler, sources ...func(context.Context) []slog.Attr) slog.Handler {
	if inner == nil {
		panic("correlation: NewHandler needs an inner handler, not nil.")
	}
	for _, source := range sources {
		if source == nil {
			panic("correlation: NewHandler was given a source of attributes that is nil.")
		}
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
// calls that root has not seen are kept, and shown to it with each such record.
type handler struct {
	sources []func(context.Context) []slog.Attr
	root    slog.Handler
	full    slog.Handler
	unseen  unseen // by root
}

func (h *handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.full.Enabled(ctx, level)
}

// WithAttrs settles what is kept: two handlers print it, and must print the same.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h2 := *h
	if len(h.unseen.calls) == 0 {
		h2.root = h.root.WithAttrs(slices.Clone(attrs)) // clone: a handler owns the slice it gets
		h2.full = h2.root
		return &h2
	}
	kept := settle(attrs, maxDepth)
	h2.unseen = h.unseen.plus(call{attrs: kept})
	h2.full = h.full.WithAttrs(slices.Clone(kept))
	return &h2
}

// WithGroup returns h for an empty name, as slog.Handler demands.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	h2 := *h
	h2.unseen = h.unseen.plus(call{group: name})
	h2.full = h.full.WithGroup(name)
	return &h2
}

// inlineAttrs live in the Record itself (log/slog/record.go). All others are in a
// slice that its copies share.
const inlineAttrs = 5

// Handle never changes what r shares with others who were given the record.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	var room [8]slog.Attr // enough for an id and a trace, without allocating
	stamps := h.stamps(ctx, room[:0])
	switch {
	case len(stamps) == 0:
		return h.full.Handle(ctx, r)
	case len(h.unseen.calls) == 0 && plain(&r):
		if r.NumAttrs() > inlineAttrs {
			r = r.Clone()
		}
		r.AddAttrs(stamps...)
		return h.root.Handle(ctx, r)
	case h.unseen.exact:
		stamped := h.root.WithAttrs(slices.Clone(stamps))
		return h.unseen.replay(stamped).Handle(ctx, r)
	default:
		return h.root.Handle(ctx, h.unseen.fold(stamps, &r))
	}
}

// stamps returns what the sources find, in list if there are several slices or
// something is left out.
func (h *handler) stamps(ctx context.Context, list []slog.Attr) []slog.Attr {
	for _, source := range h.sources {
		found := ask(ctx, source)
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
func ask(ctx context.Context, source func(context.Context) []slog.Attr) (attrs []slog.Attr) {
	panicked := true
	defer func() {
		if panicked {
			attrs = []slog.Attr{slog.String("!PANIC", fmt.Sprintf("source: %v", recover()))}
		}
	}()
	attrs = source(ctx)
	panicked = false
	return attrs
}

// plain reports whether a stamp is safe as r's last attribute. Behind a group
// that turns out empty it is not: slog.JSONHandler then forgets the comma, and
// slog.TextHandler stays in the group (see doc.go). The pointer saves a copy of
// 288 bytes.
func plain(r *slog.Record) bool {
	ok := true
	r.Attrs(func(a slog.Attr) bool {
		k := a.Value.Kind()
		ok = k != slog.KindGroup && k != slog.KindLogValuer
		return ok
	})
	return ok
}
