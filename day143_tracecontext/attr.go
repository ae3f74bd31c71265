package tracecontext

import (
	"fmt"
	"log/slog"
	"math"
)

// frozen returns attrs with values that nobody can change later: attrs itself
// when all are plain, which is the usual case and costs nothing, else a copy.
// It runs LogValue, Error and String methods, so no lock may be held.
func frozen(attrs []slog.Attr) []slog.Attr {
	for _, a := range attrs {
		if a.Key == "" || !plain(a.Value) {
			return freezeAttrs(attrs, math.MaxInt)
		}
	}
	return attrs
}

// freezeAttrs copies at most limit attributes, frozen.
func freezeAttrs(attrs []slog.Attr, limit int) []slog.Attr {
	attrs = attrs[:min(len(attrs), limit)]
	if len(attrs) == 0 {
		return nil
	}
	out := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		if a.Key != "" { // no key, no attribute: slog's way to say "nothing here"
			out = append(out, slog.Attr{Key: a.Key, Value: freeze(a.Value, maxDepth)})
		}
	}
	return out
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
