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
		if isEmpty(a) {
			return false
		}
		// A position in the source has a form of its own in each format, also
		// when it is a user's attr.
		if position, ok := a.Value.Any().(*slog.Source); ok {
			return l.sourceAttr(a.Key, position)
		}
	}
	l.keyValue(a.Key, kind, a.Value)
	return true
}

// keyValue prints a value that is resolved and not a group.
func (l *line) keyValue(key string, kind slog.Kind, v slog.Value) {
	l.buf = l.h.enc.key(l.buf, l.prefix, key)
	l.buf = l.h.enc.value(l.buf, kind, v)
}

// isEmpty is about the attr that prints nothing, slog.Attr{}.
func isEmpty(a slog.Attr) bool {
	return a.Key == "" && a.Value.Kind() == slog.KindAny && a.Value.Any() == nil
}

// group prints the members inside a group, or in the parent if it has no name.
// The bounds on depth and number are for groups that contain themselves; see
// maxDepth.
func (l *line) group(name string, members []slog.Attr) bool {
	if len(members) == 0 {
		return false
	}
	if l.depth == maxDepth || l.budget == 0 {
		l.keyValue(name, slog.KindString, slog.StringValue("!ERROR:groups without end"))
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
func (l *line) sourceAttr(key string, position *slog.Source) bool {
	if position == nil || *position == (slog.Source{}) {
		return false
	}
	v := l.h.enc.sourceValue(position)
	if v.Kind() == slog.KindGroup {
		return l.group(key, v.Group())
	}
	l.keyValue(key, slog.KindString, v)
	return true
}
