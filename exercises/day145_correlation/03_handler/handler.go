// Package handler stamps log records with attributes from their context.
package handler

import (
	"context"
	"log/slog"
)

// Source returns the attributes that a context puts on a record, or nothing. Its
// slice is not yours: neither change it nor hand it out.
type Source func(context.Context) []slog.Attr

// Handler stamps each record with what its Source finds, at the root of the
// record, and leaves everything else to another handler.
type Handler struct {
	inner  slog.Handler
	source Source
	// TODO: what else must you remember of the With and WithGroup calls?
}

// New returns a Handler in front of inner.
func New(inner slog.Handler, source Source) *Handler {
	return &Handler{inner: inner, source: source}
}

// Enabled reports what the inner handler says.
func (h *Handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.inner.Enabled(ctx, level)
}

// Handle passes the record on, with the stamps at its root. It changes neither
// r nor the source's slice, and it holds no lock while the inner handler works.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	// TODO: ask h.source, and make a record whose root has the stamps.
	return nil
}

// WithAttrs returns a handler that has attrs too. It neither changes h nor keeps
// the slice, and a LogValuer in attrs is asked once.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	// TODO
	return h
}

// WithGroup returns a handler that puts what follows into a group. An empty name
// changes nothing. It does not change h.
func (h *Handler) WithGroup(name string) slog.Handler {
	// TODO
	return h
}
