// Package handler stamps log records with attributes from their context.
package handler

import (
	"context"
	"log/slog"
	"slices"
)

// Source returns the attributes that a context puts on a record, or nothing. Its
// slice is not yours: neither change it nor hand it out.
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

// Handle passes the record on, with the stamps at its root. It changes neither
// r nor the source's slice, and it holds no lock while the inner handler works.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	stamps := h.source(ctx)
	if len(stamps) == 0 {
		return h.full.Handle(ctx, r) // everything is pre-formatted there
	}
	// The stamps are given before any group is open. Then the calls that root has
	// not seen are made again. A handler owns the slice that it is given.
	inner := h.root.WithAttrs(slices.Clone(stamps))
	for _, c := range h.calls {
		if c.group != "" {
			inner = inner.WithGroup(c.group)
		} else {
			inner = inner.WithAttrs(slices.Clone(c.attrs))
		}
	}
	return inner.Handle(ctx, r)
}

// WithAttrs returns a handler that has attrs too. It neither changes h nor keeps
// the slice, and a LogValuer in attrs is asked once.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h2 := *h
	if len(h.calls) == 0 {
		h2.root = h.root.WithAttrs(slices.Clone(attrs))
		h2.full = h2.root
		return &h2
	}
	// They will be printed more than once, and must print the same: ask now.
	kept := settle(attrs)
	h2.full = h.full.WithAttrs(slices.Clone(kept))
	h2.keep(call{attrs: kept})
	return &h2
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

// settle returns a copy of attrs in which each LogValuer has been asked.
func settle(attrs []slog.Attr) []slog.Attr {
	out := slices.Clone(attrs)
	for i := range out {
		out[i].Value = settleValue(out[i].Value)
	}
	return out
}

func settleValue(v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindLogValuer:
		return slog.AnyValue(settled{settleValue(v.Resolve())})
	case slog.KindGroup:
		return slog.GroupValue(settle(v.Group())...)
	}
	return v
}

// settled is a LogValuer that has been asked. It stays a LogValuer, since slog's
// handlers omit an empty group, but not a LogValuer that gives one.
type settled struct{ value slog.Value }

func (s settled) LogValue() slog.Value { return s.value }
