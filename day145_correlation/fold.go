package correlation

import (
	"log/slog"
	"slices"
)

// unseen are the calls that a handler has not seen, in order. The first is a
// WithGroup. fold puts them into a record for it, replay makes them again.
type unseen struct {
	calls []call
	size  int  // attributes and groups in calls
	exact bool // some With gave a group, which only a replay prints right
}

// plus returns u with one more call.
func (u unseen) plus(c call) unseen {
	// Clip makes append copy. Without it two loggers derived from one parent
	// would write into the same spare element, and one would print the other's.
	u.calls = append(slices.Clip(u.calls), c)
	u.size += max(1, len(c.attrs))
	u.exact = u.exact || slices.ContainsFunc(c.attrs, grouped)
	return u
}

// fold returns a fresh record: the stamps, and behind them r's attributes inside
// the groups of u. WithGroup("a"), With(x), WithGroup("b") and a record with y
// become a{x, b{y}}, which by the contract of slog.Handler.WithGroup prints the
// same.
func (u unseen) fold(stamps []slog.Attr, r *slog.Record) slog.Record {
	var room [16]slog.Attr
	attrs := append(room[:0], stamps...)
	if len(u.calls) == 0 {
		attrs = appendAttrs(attrs, r)
	} else {
		attrs = append(attrs, u.group(r))
	}
	out := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	out.AddAttrs(attrs...) // in one call, which allocates at most once
	return out
}

// group returns the outermost group of u, with all that is in it. It allocates
// once: the members of every group are a section of one array, the innermost
// group's first. If nothing is in it, it is an empty group, which AddAttrs leaves
// out: an open group without attributes must not be printed.
func (u unseen) group(r *slog.Record) slog.Attr {
	all := make([]slog.Attr, 0, u.size+r.NumAttrs())
	var built slog.Attr // the group of calls[end:]
	for end := len(u.calls); end > 0; {
		open := lastGroup(u.calls[:end])
		start := len(all)
		for _, c := range u.calls[open+1 : end] {
			all = append(all, c.attrs...)
		}
		if end == len(u.calls) { // the innermost group is the record's own
			all = appendAttrs(all, r)
		} else {
			all = append(all, built) // GroupValue leaves it out if it is empty
		}
		built = slog.Attr{Key: u.calls[open].group, Value: slog.GroupValue(all[start:]...)}
		end = open
	}
	return built
}

// lastGroup returns the index of the last WithGroup in calls.
func lastGroup(calls []call) int {
	i := len(calls) - 1
	for calls[i].group == "" {
		i--
	}
	return i
}

// replay makes the calls again on inner: what results prints byte for byte what a
// handler that has seen them prints, and costs that much on every record.
func (u unseen) replay(inner slog.Handler) slog.Handler {
	for _, c := range u.calls {
		c.attrs = slices.Clone(c.attrs)
		inner = c.on(inner)
	}
	return inner
}

// appendAttrs appends r's attributes to list.
func appendAttrs(list []slog.Attr, r *slog.Record) []slog.Attr {
	r.Attrs(func(a slog.Attr) bool { list = append(list, a); return true })
	return list
}
