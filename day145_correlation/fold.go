package correlation

import (
	"context"
	"log/slog"
	"slices"
)

// The functions of this file get a record whose first attributes, own in
// number, are the program's; those behind are the stamps.

// A Record holds this many attributes without allocating (log/slog/record.go).
const inlineAttrs = 5

// plain reports whether a stamp is safe as r's last attribute. Behind a group
// that turns out empty it is not: slog.JSONHandler then forgets the comma, and
// slog.TextHandler stays in the group (see doc.go). The pointer saves a copy of
// 288 bytes.
func plain(r *slog.Record) bool {
	ok := true
	r.Attrs(func(a slog.Attr) bool {
		k := a.Value.Kind()
		ok = k != slog.KindGroup && k != slog.KindLogValuer
		return ok
	})
	return ok
}

// section appends r's attributes from the first up to the last to list.
func section(list []slog.Attr, r *slog.Record, first, last int) []slog.Attr {
	i := 0
	r.Attrs(func(a slog.Attr) bool {
		if i >= first && i < last {
			list = append(list, a)
		}
		i++
		return i < last
	})
	return list
}

// fold returns a record for root: the stamps, and behind them r's own
// attributes inside the groups that root does not know. WithGroup("a"),
// With(x), WithGroup("b") and a record with y become a{x, b{y}}, which by the
// contract of slog.Handler.WithGroup prints the same.
func (h *handler) fold(r slog.Record, own int) slog.Record {
	var room [16]slog.Attr
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	attrs := section(room[:0], &r, own, r.NumAttrs())
	if len(h.calls) == 0 {
		attrs = section(attrs, &r, 0, own)
	} else {
		attrs = append(attrs, h.group(&r, own))
	}
	out.AddAttrs(attrs...) // in one call, which allocates at most once
	return out
}

// group is what fold makes of the kept calls, of which the first is a
// WithGroup. It allocates once: all levels are sections of one array, the
// innermost first. If nothing is in it, it is an empty group, which AddAttrs
// leaves out: an open group without attributes must not be printed.
func (h *handler) group(r *slog.Record, own int) slog.Attr {
	all := make([]slog.Attr, 0, h.size+own)
	var group slog.Attr // the level built last; none yet
	for end := len(h.calls); end > 0; {
		open := end - 1
		for h.calls[open].group == "" {
			open--
		}
		level := len(all)
		for _, c := range h.calls[open+1 : end] {
			all = append(all, c.attrs...)
		}
		if end == len(h.calls) { // the innermost level: the record's own
			all = section(all, r, 0, own)
		} else if !blank(group) {
			all = append(all, group)
		}
		// Clipped, so that a handler that appends to the group cannot reach
		// into the next level's section.
		group = slog.Attr{
			Key:   h.calls[open].group,
			Value: slog.GroupValue(all[level:len(all):len(all)]...),
		}
		end = open
	}
	return group
}

// replay derives a handler for this one record, by making the kept calls again
// behind the stamps. It prints what full prints, byte for byte, and costs on
// every record what full cost once: the way for calls that a group cannot
// stand in for.
func (h *handler) replay(ctx context.Context, r slog.Record, own int) error {
	inner := h.root.WithAttrs(section(nil, &r, own, r.NumAttrs()))
	for _, c := range h.calls {
		if c.group != "" {
			inner = inner.WithGroup(c.group)
		} else {
			inner = inner.WithAttrs(slices.Clone(c.attrs))
		}
	}
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(section(nil, &r, 0, own)...)
	return inner.Handle(ctx, out)
}
