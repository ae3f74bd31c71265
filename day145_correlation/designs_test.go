package correlation

import (
	"context"
	"log/slog"
	"slices"
)

// Four designs of the lesson. The first two are wrong on purpose. The other two
// have the id at the root, and each line costs more.

// embedding inherits WithAttrs and WithGroup, which return the inner handler:
// after the first With nothing decorates any more.
type embedding struct{ slog.Handler }

func (h embedding) Handle(ctx context.Context, r slog.Record) error {
	r = r.Clone()
	r.AddAttrs(Attrs(ctx)...)
	return h.Handler.Handle(ctx, r)
}

// rewrapping survives With. But an attribute added to the record belongs to the
// groups that are open, and so does the id.
type rewrapping struct{ slog.Handler }

func (h rewrapping) Handle(ctx context.Context, r slog.Record) error {
	r = r.Clone()
	r.AddAttrs(Attrs(ctx)...)
	return h.Handler.Handle(ctx, r)
}

func (h rewrapping) WithAttrs(as []slog.Attr) slog.Handler {
	return rewrapping{h.Handler.WithAttrs(as)}
}
func (h rewrapping) WithGroup(name string) slog.Handler {
	return rewrapping{h.Handler.WithGroup(name)}
}

// rebuilding keeps the calls and makes them again for each record, behind the
// id. It formats every With on every line, and calls its LogValuers again.
type rebuilding struct {
	slog.Handler
	calls []call
}

func (h rebuilding) Handle(ctx context.Context, r slog.Record) error {
	inner := h.Handler.WithAttrs(Attrs(ctx))
	for _, c := range h.calls {
		inner = c.on(inner)
	}
	return inner.Handle(ctx, r)
}

func (h rebuilding) WithAttrs(as []slog.Attr) slog.Handler {
	return rebuilding{h.Handler, append(slices.Clip(h.calls), call{attrs: slices.Clone(as)})}
}
func (h rebuilding) WithGroup(name string) slog.Handler {
	return rebuilding{h.Handler, append(slices.Clip(h.calls), call{group: name})}
}

// folding keeps the calls and turns them into nested groups on a fresh record.
type folding struct {
	slog.Handler
	calls []call
}

func (h folding) Handle(ctx context.Context, r slog.Record) error {
	attrs := make([]slog.Attr, 0, r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool { attrs = append(attrs, a); return true })
	for i := len(h.calls) - 1; i >= 0; i-- {
		if c := h.calls[i]; c.group != "" {
			attrs = []slog.Attr{{Key: c.group, Value: slog.GroupValue(attrs...)}}
		} else {
			attrs = slices.Concat(c.attrs, attrs)
		}
	}
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(Attrs(ctx)...)
	out.AddAttrs(attrs...)
	return h.Handler.Handle(ctx, out)
}

func (h folding) WithAttrs(as []slog.Attr) slog.Handler {
	return folding{h.Handler, append(slices.Clip(h.calls), call{attrs: slices.Clone(as)})}
}
func (h folding) WithGroup(name string) slog.Handler {
	return folding{h.Handler, append(slices.Clip(h.calls), call{group: name})}
}
