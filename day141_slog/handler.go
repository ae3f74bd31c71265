package logging

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"sync"
)

// Handler is a [slog.Handler] that prints one record a line, as JSON or as
// key=value text. Make one with [NewJSONHandler] or [NewTextHandler].
//
// A Handler is immutable: WithAttrs, WithGroup and WithContextAttrs return a
// new one, and nothing that is reachable from an old one changes. That is what
// makes it safe for concurrent use without a lock around the formatting.
type Handler struct {
	out     *output      // shared by all handlers derived from one
	enc     encoder      // one format; line.go says what that is
	level   slog.Leveler // nil means slog.LevelInfo
	replace func(groups []string, a slog.Attr) slog.Attr
	sources []func(ctx context.Context) []slog.Attr // of attrs at the top level

	addSource bool // print where in the program the record was made

	groups       []string // every open group, outermost first
	preformatted []byte   // the attrs of WithAttrs, formatted when they were given

	// opened says how many of groups are open at the end of preformatted. The
	// others are names only: WithGroup writes nothing, because a group that gets
	// no attr must not appear, and only a later attr can tell.
	opened int
	prefix string // text only: the names of the opened groups, "G.H."
}

// output serialises the writes of all derived handlers. Its lock is held over
// Write, and over nothing else: one record is one Write, and never two at once.
type output struct {
	mu    sync.Mutex
	w     io.Writer
	lines sync.Pool // of *line
}

// NewJSONHandler returns a Handler that prints what [slog.JSONHandler] prints,
// byte for byte, but for the exceptions in the package comment. opts may be
// nil; a nil opts.Level, and a nil *slog.LevelVar in it, mean slog.LevelInfo.
func NewJSONHandler(w io.Writer, opts *slog.HandlerOptions) *Handler {
	return newHandler(w, opts, newJSONEncoder())
}

// NewTextHandler is [NewJSONHandler] for the format of [slog.TextHandler].
func NewTextHandler(w io.Writer, opts *slog.HandlerOptions) *Handler {
	return newHandler(w, opts, textEncoder{})
}

func newHandler(w io.Writer, opts *slog.HandlerOptions, enc encoder) *Handler {
	if w == nil {
		panic("logging: a handler needs a writer, got nil")
	}
	h := &Handler{out: &output{w: w}, enc: enc}
	if opts != nil {
		h.addSource, h.replace = opts.AddSource, opts.ReplaceAttr
		if v, isVar := opts.Level.(*slog.LevelVar); !isVar || v != nil {
			h.level = opts.Level
		}
	}
	return h
}

// Enabled asks the Leveler each time, so a [slog.LevelVar] takes effect at
// once. It does not look at the context: a cancelled request may still log.
func (h *Handler) Enabled(_ context.Context, level slog.Level) bool {
	least := slog.LevelInfo
	if h.level != nil {
		least = h.level.Level()
	}
	return level >= least
}

// WithAttrs returns a handler that prints attrs in every record, inside the
// groups open now. They are resolved, replaced and formatted here, once.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	l := newLine(h) // bytes to work on, from a pool: line.go
	defer l.free()
	l.preformatted()
	l.openGroups(h.groups[h.opened:])
	if !l.attrs(attrs) {
		return h // nothing to print: the groups stay names
	}
	derived := *h
	derived.preformatted = slices.Clone(l.buf) // a slice of its own, never shared capacity
	derived.opened = len(h.groups)
	derived.prefix = string(l.prefix)
	return &derived
}

// WithGroup returns a handler that puts all later attrs into a group. An empty
// name changes nothing: [slog.Logger] filters it, other callers do not.
func (h *Handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	derived := *h
	// Clip makes append copy: two siblings must not write to one array.
	derived.groups = append(slices.Clip(h.groups), name)
	return &derived
}

// WithContextAttrs returns a handler that asks source for attrs at each record
// and prints them at the top level, behind the message, whatever groups are
// open. It is called with the context of the log call, never a nil one, before
// any lock is taken. Several sources print in the order they were added; one that
// panics prints "!PANIC" in place of its attrs. A nil one panics here.
func (h *Handler) WithContextAttrs(source func(ctx context.Context) []slog.Attr) *Handler {
	if source == nil {
		panic("logging: WithContextAttrs needs a function, got nil")
	}
	derived := *h
	derived.sources = append(slices.Clip(h.sources), source)
	return &derived
}

// Handle prints r and returns the error of the writer. It neither keeps nor
// changes r.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	l := newLine(h)
	defer l.free()
	l.buf = h.enc.begin(l.buf)
	l.builtins(&r)
	l.contextAttrs(ctx)
	l.preformatted()
	open := l.recordAttrs(&r)
	l.buf = h.enc.end(l.buf, open)
	return h.out.write(l.buf)
}

func (o *output) write(b []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err := o.w.Write(b)
	return err
}
