// wrong: embedding the inner handler and overriding Handle is enough
// caught by: TestWith/one_With
package handler

import (
	"context"
	"log/slog"
)

type Source func(context.Context) []slog.Attr

type Handler struct {
	slog.Handler
	source Source
}

func New(inner slog.Handler, source Source) *Handler { return &Handler{inner, source} }

func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(h.source(ctx)...)
	r.Attrs(func(a slog.Attr) bool { out.AddAttrs(a); return true })
	return h.Handler.Handle(ctx, out)
}
