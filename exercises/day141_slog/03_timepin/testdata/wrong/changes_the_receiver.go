// wrong: With changes the handler it is called on
// caught by: TestDerived/the_parent_stays
package timepin

import (
	"context"
	"log/slog"
	"time"
)

// Pin returns a handler that gives every record the time t and passes it to h,
// so that the output of a test can be compared with a text. Nothing else about
// the record changes, least of all an attr of the user's that has the key
// "time" as well. It holds for handlers derived from it, too.
func Pin(h slog.Handler, t time.Time) slog.Handler {
	return &pinned{h, t}
}

type pinned struct {
	slog.Handler
	at time.Time
}

func (p *pinned) Handle(ctx context.Context, r slog.Record) error {
	r.Time = p.at
	return p.Handler.Handle(ctx, r)
}

func (p *pinned) WithAttrs(attrs []slog.Attr) slog.Handler {
	p.Handler = p.Handler.WithAttrs(attrs)
	return p
}

func (p *pinned) WithGroup(name string) slog.Handler {
	p.Handler = p.Handler.WithGroup(name)
	return p
}
