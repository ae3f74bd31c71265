package logging

import (
	"context"
	"fmt"
	"log/slog"
)

// encoder is one output format. Its methods append to b and return it.
type encoder interface {
	begin(b []byte) []byte
	end(b []byte, open int) []byte // closes the open groups and the record

	// key appends a separator if one is due, and the key. prefix is what
	// openGroup put there. A separator is due unless b is empty or ends in an
	// opening brace, so it depends on b alone: cutting b back undoes anything.
	key(b, prefix []byte, key string) []byte
	openGroup(b, prefix []byte, name string) (newB, newPrefix []byte)
	closeGroup(b []byte) []byte
	join(b []byte) []byte // a separator if one is due

	builtinKey(b []byte, key string) []byte              // key for a name that needs no escaping
	value(b []byte, kind slog.Kind, v slog.Value) []byte // resolved, and not a group
	sourceValue(s *slog.Source) slog.Value
}

// line is the work space for one record, or for the attrs of one WithAttrs.
type line struct {
	h      *Handler
	buf    []byte
	prefix []byte   // text only: "G.H." while these groups are open
	groups []string // the same names, for ReplaceAttr
	track  bool     // keep groups up to date: there is a ReplaceAttr that looks
	depth  int      // groups around the current attr, within one Attr
	budget int      // groups left for this record
}

// A LogValuer may return a group that contains itself, and a ReplaceAttr may
// do as much. The standard library then recurses until the stack overflows,
// which no recover can stop. The second bound is for values that branch.
const (
	maxDepth  = 100
	maxGroups = 10_000
)

// newLine takes a line from the pool, which saves an allocation a record and the
// growing of its buffer. It begins at the top level: no group is open yet.
func newLine(h *Handler) *line {
	l, ok := h.out.lines.Get().(*line)
	if !ok {
		l = &line{buf: make([]byte, 0, 1024)}
	}
	l.h, l.budget, l.track = h, maxGroups, h.replace != nil
	return l
}

// free returns l to the pool, unless a huge record has made it a burden.
func (l *line) free() {
	const burden = 16 << 10
	if cap(l.buf) > burden {
		return
	}
	// The pool must not keep a user's strings alive. Those of groups that are
	// closed stand behind the end.
	clear(l.groups[:cap(l.groups)])
	lines := &l.h.out.lines
	*l = line{buf: l.buf[:0], prefix: l.prefix[:0], groups: l.groups[:0]}
	lines.Put(l)
}

// place is a point to which a line can be cut back.
type place struct{ buf, prefix, groups int }

func (l *line) mark() place { return place{len(l.buf), len(l.prefix), len(l.groups)} }

// rewind undoes all that was opened and written since p. The standard library
// cuts back the buffer alone, and goes on with the separator and prefix of the
// group that is gone.
func (l *line) rewind(p place) {
	l.buf, l.prefix, l.groups = l.buf[:p.buf], l.prefix[:p.prefix], l.groups[:p.groups]
}

func (l *line) openGroups(names []string) {
	for _, name := range names {
		l.openGroup(name)
	}
}

func (l *line) openGroup(name string) {
	l.buf, l.prefix = l.h.enc.openGroup(l.buf, l.prefix, name)
	if l.track {
		l.groups = append(l.groups, name)
	}
}

// contextAttrs prints the attrs of all sources, while no group is open.
func (l *line) contextAttrs(ctx context.Context) {
	if ctx == nil {
		ctx = context.Background()
	}
	for _, source := range l.h.sources {
		l.attrs(ask(source, ctx))
	}
}

// ask turns a panic of a source into an attr that can be seen: a record without
// its id says nothing about the reason.
func ask(source func(context.Context) []slog.Attr, ctx context.Context) (attrs []slog.Attr) {
	defer func() {
		if r := recover(); r != nil {
			attrs = []slog.Attr{slog.String("!PANIC", fmt.Sprintf("source: %v", r))}
		}
	}()
	return source(ctx)
}

// preformatted copies what WithAttrs has formatted, and goes on inside the groups
// that are open at its end.
func (l *line) preformatted() {
	if len(l.h.preformatted) > 0 {
		l.buf = append(l.h.enc.join(l.buf), l.h.preformatted...)
	}
	l.prefix = append(l.prefix, l.h.prefix...)
	if l.track {
		l.groups = append(l.groups, l.h.groups[:l.h.opened]...)
	}
}

// recordAttrs prints the attrs of r inside all groups, and reports how many
// groups are open at the end. Groups that are names until now are opened, and
// closed by cutting back when no attr prints.
func (l *line) recordAttrs(r *slog.Record) (open int) {
	if r.NumAttrs() == 0 {
		return l.h.opened
	}
	mark := l.mark()
	l.openGroups(l.h.groups[l.h.opened:])
	wrote := false
	r.Attrs(func(a slog.Attr) bool {
		wrote = l.attr(a) || wrote
		return true
	})
	if !wrote {
		l.rewind(mark)
		return l.h.opened
	}
	return len(l.h.groups)
}
