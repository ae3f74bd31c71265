// wrong: re-wrapping what WithAttrs and WithGroup return is enough
// caught by: TestGroup/WithGroup
package handler

import (
	"context"
	"log/slog"
)

type Source func(context.Context) []slog.Attr

type Handler struct {
	inner  slog.Handler
	source Source
}

func New(inner slog.Handler, source Source) *Handler { return &Handler{inner, source} }

func (h *Handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.inner.Enabled(ctx, level)
}

func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(h.source(ctx)...)
	r.Attrs(func(a slog.Attr) bool { out.AddAttrs(a); return true })
	return h.inner.Handle(ctx, out)
}

func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Handler{h.inner.WithAttrs(append([]slog.Attr(nil), attrs...)), h.source}
}

func (h *Handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &Handler{h.inner.WithGroup(name), h.source}
}
