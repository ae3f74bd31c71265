package logging

import (
	"context"
	"log/slog"
	"time"
)

// PinTime returns a handler that gives every record the time t before it
// reaches h, so that output can be compared in tests. The zero time leaves the
// time out.
//
// It is a decorator and not a ReplaceAttr, because a ReplaceAttr cannot tell
// the record's own time from a user's attr with the key "time" at the top
// level: both arrive with no groups, that key and a time value.
func PinTime(h slog.Handler, t time.Time) slog.Handler { return pinned{h, t} }

type pinned struct {
	slog.Handler
	at time.Time
}

func (p pinned) Handle(ctx context.Context, r slog.Record) error {
	r.Time = p.at // r is a copy, and its attrs stay untouched
	return p.Handler.Handle(ctx, r)
}

// WithAttrs and WithGroup wrap again: the embedded ones would return the inner
// handler, and the time would come unpinned at the first With.

// WithAttrs implements [slog.Handler].
func (p pinned) WithAttrs(attrs []slog.Attr) slog.Handler {
	return pinned{p.Handler.WithAttrs(attrs), p.at}
}

// WithGroup implements [slog.Handler].
func (p pinned) WithGroup(name string) slog.Handler {
	return pinned{p.Handler.WithGroup(name), p.at}
}
