// Package timepin makes log output repeatable.
package timepin

import (
	"context"
	"log/slog"
	"time"
)

// Pin returns a handler that gives every record the time t and passes it to h,
// so that the output of a test can be compared with a text. t is passed on as it
// is: its zone and its fraction of a second stay, and the zero time means a record
// without a time. Nothing else about the record changes, least of all an attr of
// the user's that has the key "time" as well. It holds for handlers derived from
// it, too, and what the caller holds, the record, the attrs and h, stays as it is.
func Pin(h slog.Handler, t time.Time) slog.Handler {
	return pinned{h, t}
}

// pinned embeds the handler for Enabled only; the other three methods are
// written out, because the promoted ones would return the inner handler.
type pinned struct {
	slog.Handler
	at time.Time
}

// Handle sets the time where it still is a field, and not yet an attr with a
// name that others may have, too. r is a copy: the caller's record keeps its time.
func (p pinned) Handle(ctx context.Context, r slog.Record) error {
	r.Time = p.at
	return p.Handler.Handle(ctx, r)
}

// WithAttrs wraps what the inner handler derives.
func (p pinned) WithAttrs(attrs []slog.Attr) slog.Handler {
	return pinned{p.Handler.WithAttrs(attrs), p.at}
}

// WithGroup wraps what the inner handler derives.
func (p pinned) WithGroup(name string) slog.Handler {
	return pinned{p.Handler.WithGroup(name), p.at}
}
