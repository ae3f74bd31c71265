package tracecontext

import (
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// frozen returns attrs with values that nobody can change later, and no text of more
// than limit bytes: attrs itself when all are so, which is the usual case and costs
// nothing, else a copy. It runs LogValue, Error and String methods, so no lock may be held.
func frozen(attrs []slog.Attr, limit int) []slog.Attr {
	for _, a := range attrs {
		if a.Key == "" || len(a.Key) > limit || !plain(a.Value, limit) {
			return frozenCopy(attrs, limit)
		}
	}
	return attrs
}

func frozenCopy(attrs []slog.Attr, limit int) []slog.Attr {
	out := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		if a.Key != "" { // no key, no attribute: slog's way to say "nothing here"
			f := freezer{limit, maxValues}
			out = append(out, slog.Attr{Key: cut(a.Key, limit), Value: f.freeze(a.Value, maxDepth)})
		}
	}
	return out
}

// freezeAttrs is frozen as a copy of at most MaxAttrs attributes with different keys,
// as OTLP demands, and how many the limit kept out.
func freezeAttrs(attrs []slog.Attr, o *Options) (out []slog.Attr, dropped int) {
	if len(attrs) == 0 {
		return nil, 0
	}
	room := int32(o.MaxBytes)
	return mergeAttrs(make([]slog.Attr, 0, min(len(attrs), o.MaxAttrs)), frozen(attrs, o.MaxValueLen), o.MaxAttrs, &room)
}

// mergeAttrs updates or appends frozen attributes, and takes what they need from room.
// What is over the limit, or has no room, is counted; at the limit updates still work.
func mergeAttrs(out, attrs []slog.Attr, limit int, room *int32) (merged []slog.Attr, dropped int) {
	for _, a := range attrs {
		i, more := indexOf(out, a.Key), int32(attrSize(a))
		if i >= 0 {
			more -= int32(attrSize(out[i]))
		}
		switch {
		case more > *room || i < 0 && len(out) >= limit:
			dropped++
			continue
		case i >= 0:
			out[i].Value = a.Value
		default:
			out = append(out, a)
		}
		*room -= more
	}
	return out, dropped
}

// indexOf is slices.IndexFunc without a copy of each attribute.
func indexOf(attrs []slog.Attr, key string) int {
	for i := range attrs {
		if attrs[i].Key == key {
			return i
		}
	}
	return -1
}

// A LogValuer can produce nested groups without end, and groups of groups multiply.
const (
	maxDepth  = 8   // levels of an attribute
	maxValues = 512 // values of an attribute, over all levels
)

// freezer makes one attribute its own copy.
type freezer struct {
	limit  int // bytes of a text
	values int // that may still follow
}

// freeze resolves a LogValuer and turns what has no slog kind into text, as
// fmt does with %+v: the pointer in it may see changes after the span ended.
func (f *freezer) freeze(v slog.Value, depth int) slog.Value {
	if plain(v, f.limit) {
		return v
	}
	v = v.Resolve() // a LogValue that panics becomes an error value here
	switch {
	case v.Kind() == slog.KindGroup && depth == 0:
		return slog.StringValue("!(nested too deep)")
	case v.Kind() == slog.KindGroup:
		var out []slog.Attr
		for _, a := range v.Group() {
			if f.values == 0 {
				break
			}
			f.values--
			out = append(out, slog.Attr{Key: cut(a.Key, f.limit), Value: f.freeze(a.Value, depth-1)})
		}
		return slog.GroupValue(out...)
	case v.Kind() == slog.KindString:
		return slog.StringValue(cut(v.String(), f.limit))
	case v.Kind() == slog.KindAny:
		return slog.StringValue(frozenText(v.Any(), f.limit))
	}
	return v
}

// plain reports a value that is its own copy, a change of what it was made from can't
// reach it, and that is short enough to keep.
func plain(v slog.Value, limit int) bool {
	switch v.Kind() {
	case slog.KindAny, slog.KindLogValuer, slog.KindGroup:
		return false
	case slog.KindString:
		return len(v.String()) <= limit
	}
	return true
}

// frozenText is fmt's text; fmt catches panics of Error and String itself.
func frozenText(v any, limit int) string { return cut(fmt.Sprintf("%+v", v), limit) }

// cut returns at most limit bytes of s, and whole characters. The copy lets go of the
// rest, which a part of s would keep alive.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return strings.Clone(s[:limit])
}
