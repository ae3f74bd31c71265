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
	r = r.Clone()
	r.AddAttrs(h.source(ctx)...)
	return h.Handler.Handle(ctx, r)
}
