// wrong: WithGroup and a group in the record print the same, so every call may be folded into the record
// caught by: TestOracle

package handler

import (
	"context"
	"log/slog"
	"slices"
)

// Source returns the attributes that a context puts on a record, or nothing.
type Source func(context.Context) []slog.Attr

// Handler stamps each record with what its Source finds, at the root of the
// record, and leaves everything else to another handler.
type Handler struct {
	source Source
	root   slog.Handler // has seen every call before the first WithGroup
	full   slog.Handler // has seen every call
	calls  []call       // the calls that root has not seen
}

// call is a WithGroup, or a With if group is empty.
type call struct {
	group string
	attrs []slog.Attr
}

// New returns a Handler in front of inner.
func New(inner slog.Handler, source Source) *Handler {
	return &Handler{source: source, root: inner, full: inner}
}

// Enabled reports what the inner handler says.
func (h *Handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.full.Enabled(ctx, level)
}

// Handle passes the record on, with the stamps at its root.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	stamps := h.source(ctx)
	if len(stamps) == 0 {
		return h.full.Handle(ctx, r) // everything is pre-formatted there
	}
	// A fresh record: r's attributes are shared with whoever else has it.
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(stamps...)
	out.AddAttrs(h.fold(r)...)
	return h.root.Handle(ctx, out)
}

// fold returns r's attributes inside the groups that root does not know:
// WithGroup("a"), With(x) and a record with y become a{x, y}.
func (h *Handler) fold(r slog.Record) []slog.Attr {
	var attrs []slog.Attr
	r.Attrs(func(a slog.Attr) bool { attrs = append(attrs, a); return true })
	for _, c := range slices.Backward(h.calls) {
		if c.group != "" {
			// An empty group is left out by AddAttrs, and by GroupValue further in.
			attrs = []slog.Attr{{Key: c.group, Value: slog.GroupValue(attrs...)}}
		} else {
			attrs = slices.Concat(c.attrs, attrs)
		}
	}
	return attrs
}

// WithAttrs returns a handler that has attrs too.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h2 := *h
	if len(h.calls) == 0 {
		h2.root = h.root.WithAttrs(slices.Clone(attrs))
		h2.full = h2.root
		return &h2
	}
	// Two handlers print what is kept, and both must print the same: ask now.
	kept := resolved(attrs)
	h2.full = h.full.WithAttrs(slices.Clone(kept))
	h2.keep(call{attrs: kept})
	return &h2
}

// resolved returns a copy of attrs in which each LogValuer has been asked.
func resolved(attrs []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		a.Value = a.Value.Resolve()
		if a.Value.Kind() == slog.KindGroup {
			a.Value = slog.GroupValue(resolved(a.Value.Group())...)
		}
		out[i] = a
	}
	return out
}

// WithGroup returns a handler that puts what follows into a group.
func (h *Handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	h2 := *h
	h2.full = h.full.WithGroup(name)
	h2.keep(call{group: name})
	return &h2
}

// keep appends to a clipped slice, which copies it: two handlers derived from
// one parent must not write into the same spare element.
func (h *Handler) keep(c call) { h.calls = append(slices.Clip(h.calls), c) }
