package correlation

import (
	"log/slog"
	"slices"
)

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

// appendAttrs appends r's attributes to list.
func appendAttrs(list []slog.Attr, r *slog.Record) []slog.Attr {
	r.Attrs(func(a slog.Attr) bool { list = append(list, a); return true })
	return list
}

// fold returns a record for root: the stamps, and behind them r's attributes
// inside the groups that root does not know. WithGroup("a"), With(x),
// WithGroup("b") and a record with y become a{x, b{y}}, which by the contract of
// slog.Handler.WithGroup prints the same.
func (h *handler) fold(stamps []slog.Attr, r slog.Record) slog.Record {
	var room [16]slog.Attr
	attrs := append(room[:0], stamps...)
	if len(h.calls) == 0 {
		attrs = appendAttrs(attrs, &r)
	} else {
		attrs = append(attrs, h.group(&r))
	}
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(attrs...) // in one call, which allocates at most once
	return out
}

// group is what fold makes of the kept calls, of which the first is a
// WithGroup. It allocates once: all levels are sections of one array, the
// innermost first. If nothing is in it, it is an empty group, which AddAttrs
// leaves out: an open group without attributes must not be printed.
func (h *handler) group(r *slog.Record) slog.Attr {
	all := make([]slog.Attr, 0, h.size+r.NumAttrs())
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
			all = appendAttrs(all, r)
		} else {
			all = append(all, group) // GroupValue leaves it out if it is empty
		}
		group = slog.Attr{Key: h.calls[open].group, Value: slog.GroupValue(all[level:]...)}
		end = open
	}
	return group
}

// replay derives a handler for this one record, by making the kept calls again
// behind the stamps. It prints what full prints, byte for byte, and costs on
// every record what full cost once: the way for calls that a group cannot
// stand in for.
func (h *handler) replay(stamps []slog.Attr) slog.Handler {
	inner := h.root.WithAttrs(slices.Clone(stamps))
	for _, c := range h.calls {
		if c.group != "" {
			inner = inner.WithGroup(c.group)
		} else {
			inner = inner.WithAttrs(slices.Clone(c.attrs))
		}
	}
	return inner
}
