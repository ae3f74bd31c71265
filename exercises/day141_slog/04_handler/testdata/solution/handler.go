// Package handler is a complete slog.Handler that writes JSON lines.
package handler

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
)

// New returns a handler that writes each record to w as one line, with one
// call of Write:
//
//	{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"paid","user":"u","http":{"sum":7}}
//
// A zero time is left out. Groups are nested objects; a group that holds
// nothing is left out, an attr that is empty too, and the members of a group
// without a name belong to the parent. WithGroup("") changes nothing. Attrs given
// to WithAttrs are resolved and formatted there, once, not at each record. The
// level is opts.Level, asked each time, or Info; opts may be nil, and its other
// fields do not count.
//
// The handler and all that are derived from it may be used from several
// goroutines. They take turns at w, and hold no lock while they format: a
// LogValue may log through the same handler. What the caller gave, attrs and
// record, is not changed. An error of w is returned.
func New(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	h := &handler{out: &output{w: w}, level: slog.LevelInfo}
	if opts != nil && opts.Level != nil {
		h.level = opts.Level
	}
	return h
}

// handler is immutable: deriving makes a new one.
type handler struct {
	out    *output // shared, so that derived handlers take turns
	level  slog.Leveler
	pre    []byte   // what WithAttrs has formatted so far
	groups []string // every open group
	opened int      // how many of them are open at the end of pre
}

type output struct {
	mu sync.Mutex
	w  io.Writer
}

func (h *handler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= h.level.Level()
}

// WithGroup writes nothing: whether the group appears depends on what comes.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h // slog.Logger filters it, other callers do not
	}
	derived := *h
	derived.groups = append(slices.Clip(h.groups), name) // Clip makes append copy
	return &derived
}

// WithAttrs formats attrs behind pre, inside all groups open now.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	derived := *h
	derived.pre, derived.opened = h.inGroups(slices.Clone(h.pre), attrs)
	return &derived
}

func (h *handler) Handle(_ context.Context, r slog.Record) error {
	b := []byte{'{'}
	if !r.Time.IsZero() {
		b = AppendValue(AppendKey(b, slog.TimeKey), slog.TimeValue(r.Time))
	}
	b = AppendValue(AppendKey(b, slog.LevelKey), slog.StringValue(r.Level.String()))
	b = AppendValue(AppendKey(b, slog.MessageKey), slog.StringValue(r.Message))
	if len(h.pre) > 0 {
		b = append(append(b, ','), h.pre...)
	}
	attrs := make([]slog.Attr, 0, r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool {
		attrs = append(attrs, a)
		return true
	})
	b, open := h.inGroups(b, attrs)
	for range open {
		b = append(b, '}')
	}
	return h.out.write(append(b, '}', '\n'))
}

func (o *output) write(line []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err := o.w.Write(line)
	return err
}

// inGroups opens the groups that b does not have open yet and appends attrs.
// If none of them prints, it takes the groups back. open counts the groups that
// are open at the end of out.
func (h *handler) inGroups(b []byte, attrs []slog.Attr) (out []byte, open int) {
	before := len(b)
	for _, name := range h.groups[h.opened:] {
		b = append(AppendKey(b, name), '{')
	}
	b, printed := appendAttrs(b, attrs)
	if !printed {
		return b[:before], h.opened
	}
	return b, len(h.groups)
}

func appendAttrs(b []byte, attrs []slog.Attr) (out []byte, printed bool) {
	for _, a := range attrs {
		var did bool
		b, did = appendAttr(b, a)
		printed = printed || did
	}
	return b, printed
}

// appendAttr reports whether it appended anything.
func appendAttr(b []byte, a slog.Attr) (out []byte, printed bool) {
	a.Value = a.Value.Resolve()
	if a.Equal(slog.Attr{}) {
		return b, false
	}
	if a.Value.Kind() != slog.KindGroup {
		return AppendValue(AppendKey(b, a.Key), a.Value), true
	}
	if a.Key == "" {
		return appendAttrs(b, a.Value.Group())
	}
	before := len(b)
	b, printed = appendAttrs(append(AppendKey(b, a.Key), '{'), a.Value.Group())
	if !printed {
		return b[:before], false
	}
	return append(b, '}'), true
}

// AppendKey is given: it appends the key and a colon to an unfinished JSON
// object, with a comma before it when one is due. None is due when b is empty
// or ends in an opening brace. So what you cut off the end of b leaves no trace.
func AppendKey(b []byte, key string) []byte {
	if len(b) > 0 && b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return append(appendText(b, key), ':')
}

// AppendValue is given: it appends v as JSON. v must be resolved and no group.
// Whatever cannot be marshalled is appended as the text of its error.
func AppendValue(b []byte, v slog.Value) (out []byte) {
	defer func() {
		if r := recover(); r != nil {
			out = appendText(b, fmt.Sprintf("!PANIC: %v", r))
		}
	}()
	x := v.Any()
	if err, ok := x.(error); ok {
		x = err.Error()
	}
	text, err := json.Marshal(x)
	if err != nil {
		return appendText(b, "!ERROR: "+err.Error())
	}
	return append(b, text...)
}

func appendText(b []byte, s string) []byte {
	text, _ := json.Marshal(s) // a string always marshals
	return append(b, text...)
}
