package correlation

import (
	"log/slog"
	"slices"
)

// A Record holds this many attributes without allocating (log/slog/record.go).
const inlineAttrs = 5

// plain reports whether r has only attributes behind which a stamp is safe.
// Behind a group that turns out empty it is not: slog.JSONHandler then forgets
// the comma, and slog.TextHandler stays in the group (see doc.go). The pointer
// saves a copy of 288 bytes.
func plain(r *slog.Record) bool {
	ok := true
	r.Attrs(func(a slog.Attr) bool {
		k := a.Value.Kind()
		ok = k != slog.KindGroup && k != slog.KindLogValuer
		return ok
	})
	return ok
}

// behind returns a record like r with the stamps in front of r's attributes.
func behind(stamps []slog.Attr, r slog.Record) slog.Record {
	var room [16]slog.Attr
	attrs := append(room[:0], stamps...)
	r.Attrs(func(a slog.Attr) bool { attrs = append(attrs, a); return true })
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(attrs...) // one call, so that it allocates at most once
	return out
}

// fold turns the kept calls and r's attributes into one group attribute:
// WithGroup("a"), With(x), WithGroup("b") and a record with y become
// a{x, b{y}}, which by the contract of slog.Handler.WithGroup prints the same.
// The first call is a WithGroup. It allocates once: all levels are sections of
// one array, the innermost first. The result is an empty group if nothing is in
// it, for an open group without attributes must not be printed.
func (h *handler) fold(r slog.Record) slog.Attr {
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
			r.Attrs(func(a slog.Attr) bool { all = append(all, a); return true })
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

// replay derives a handler for one record by making the kept calls again behind
// the stamps. It prints what full prints, byte for byte, and costs what full
// cost once, on every record: the way for calls that fold cannot stand in for.
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
