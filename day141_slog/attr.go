package logging

import "log/slog"

// attrs prints each attr and reports whether anything was written.
func (l *line) attrs(attrs []slog.Attr) bool {
	wrote := false
	for _, a := range attrs {
		wrote = l.attr(a) || wrote // in this order: || must not skip the call
	}
	return wrote
}

// attr prints one attr and reports whether anything was written. It may write
// nothing: an empty attr, a group of nothing, or one that ReplaceAttr removed.
func (l *line) attr(a slog.Attr) bool {
	kind := a.Value.Kind()
	if kind == slog.KindLogValuer {
		a.Value = a.Value.Resolve() // stops at 100 calls and turns a panic into a value
		kind = a.Value.Kind()
	}
	// ReplaceAttr never sees a group, only what is in it: that is the contract of
	// HandlerOptions. It may return anything, a LogValuer or a group included.
	if l.h.replace != nil && kind != slog.KindGroup {
		a = l.h.replace(l.groups, a)
		a.Value = a.Value.Resolve()
		kind = a.Value.Kind()
	}
	switch kind {
	case slog.KindGroup:
		return l.group(a.Key, a.Value.Group())
	case slog.KindAny:
		x := a.Value.Any()
		if x == nil && a.Key == "" {
			return false // the empty attr
		}
		// A source has a form of its own in each format, also when it is a
		// user's attr: slog keeps it from being a LogValuer so that ReplaceAttr
		// can tell it by its type.
		if src, ok := x.(*slog.Source); ok {
			return l.sourceAttr(a.Key, src)
		}
	}
	l.buf = l.h.enc.key(l.buf, l.prefix, a.Key)
	l.buf = l.h.enc.value(l.buf, kind, a.Value)
	return true
}

// group prints the members inside a group, or in the parent if it has no name.
// The bounds on depth and number are for groups that contain themselves; see
// maxDepth.
func (l *line) group(name string, members []slog.Attr) bool {
	if len(members) == 0 {
		return false
	}
	if l.depth == maxDepth || l.budget == 0 {
		l.buf = l.h.enc.key(l.buf, l.prefix, name)
		l.buf = l.h.enc.value(l.buf, slog.KindString, slog.StringValue("!ERROR:groups without end"))
		return true
	}
	l.depth++
	l.budget--
	// Open first and ask later: whether a member prints is known only when it
	// has been resolved and replaced, and that must happen once.
	mark := l.mark()
	if name != "" {
		l.openGroup(name)
	}
	wrote := l.attrs(members)
	l.depth--
	switch {
	case !wrote:
		l.rewind(mark)
	case name != "":
		l.closeGroup(mark)
	}
	return wrote
}

// closeGroup leaves the group that was opened at p.
func (l *line) closeGroup(p place) {
	l.buf = l.h.enc.closeGroup(l.buf)
	l.prefix, l.groups = l.prefix[:p.prefix], l.groups[:p.groups]
}

// sourceAttr prints a source position the way the format has it: a group of
// function, file and line in JSON, file:line in text. One that is not known,
// because the record has no program counter, prints nothing.
func (l *line) sourceAttr(key string, src *slog.Source) bool {
	if src == nil || *src == (slog.Source{}) {
		return false
	}
	v := l.h.enc.source(src)
	if v.Kind() == slog.KindGroup {
		return l.group(key, v.Group())
	}
	l.buf = l.h.enc.key(l.buf, l.prefix, key)
	l.buf = l.h.enc.value(l.buf, slog.KindString, v)
	return true
}
