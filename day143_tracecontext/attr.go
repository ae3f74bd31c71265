package tracecontext

import (
	"fmt"
	"log/slog"
)

// frozen returns attrs with values that nobody can change later: attrs itself
// when all are plain, which is the usual case and costs nothing, else a copy.
// It runs LogValue, Error and String methods, so no lock may be held.
func frozen(attrs []slog.Attr) []slog.Attr {
	for _, a := range attrs {
		if a.Key == "" || !plain(a.Value) {
			return frozenCopy(attrs)
		}
	}
	return attrs
}

func frozenCopy(attrs []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		if a.Key != "" { // no key, no attribute: slog's way to say "nothing here"
			out = append(out, slog.Attr{Key: a.Key, Value: freeze(a.Value, maxDepth)})
		}
	}
	return out
}

// freezeAttrs is frozen as a copy of at most limit attributes with different
// keys, as OTLP demands, and how many the limit kept out.
func freezeAttrs(attrs []slog.Attr, limit int) (out []slog.Attr, dropped int) {
	if len(attrs) == 0 {
		return nil, 0
	}
	return mergeAttrs(make([]slog.Attr, 0, min(len(attrs), limit)), frozen(attrs), limit)
}

// mergeAttrs updates or appends frozen attributes; at the limit only updates
// still work, and the rest is counted.
func mergeAttrs(out, attrs []slog.Attr, limit int) (merged []slog.Attr, dropped int) {
next:
	for _, a := range attrs {
		for i := range out {
			if out[i].Key == a.Key {
				out[i].Value = a.Value
				continue next
			}
		}
		if len(out) >= limit {
			dropped++
			continue
		}
		out = append(out, a)
	}
	return out, dropped
}

// maxDepth bounds nested groups: a LogValuer can produce them without end.
const maxDepth = 8

// freeze resolves a LogValuer and turns what has no slog kind into text, as
// fmt does with %+v: the pointer in it may see changes after the span ended.
func freeze(v slog.Value, depth int) slog.Value {
	if plain(v) {
		return v
	}
	v = v.Resolve() // a LogValue that panics becomes an error value here
	switch {
	case v.Kind() == slog.KindGroup && depth == 0:
		return slog.StringValue("!(nested too deep)")
	case v.Kind() == slog.KindGroup:
		members := v.Group()
		out := make([]slog.Attr, len(members))
		for i, a := range members {
			out[i] = slog.Attr{Key: a.Key, Value: freeze(a.Value, depth-1)}
		}
		return slog.GroupValue(out...)
	case v.Kind() == slog.KindAny:
		return slog.StringValue(frozenText(v.Any()))
	}
	return v
}

// plain reports a value that is its own copy: a change of what it was made from
// can't reach it.
func plain(v slog.Value) bool {
	switch v.Kind() {
	case slog.KindAny, slog.KindLogValuer, slog.KindGroup:
		return false
	}
	return true
}

// frozenText is fmt's text; fmt catches panics of Error and String itself.
func frozenText(v any) string { return fmt.Sprintf("%+v", v) }
