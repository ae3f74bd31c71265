package correlation

import (
	"log/slog"
	"slices"
)

// maxDepth bounds how deep settle follows groups and LogValuers: one whose group
// holds itself has no bottom. What is deeper is left to the inner handler.
const maxDepth = 8

// settled is a LogValuer that has been asked. It stays a LogValuer, because
// slog's handlers treat an empty group and a LogValuer that resolves to one
// differently: the first is omitted, the second opens the groups around it.
type settled struct{ value slog.Value }

func (s settled) LogValue() slog.Value { return s.value }

// settle returns a copy of attrs in which each LogValuer has been called, once.
func settle(attrs []slog.Attr, depth int) []slog.Attr {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = slog.Attr{Key: a.Key, Value: settleValue(a.Value, depth)}
	}
	return out
}

func settleValue(v slog.Value, depth int) slog.Value {
	switch {
	case depth == 0:
		return v
	case v.Kind() == slog.KindLogValuer:
		// Resolve turns a panic into an error value, and stops a cycle.
		return slog.AnyValue(settled{settleValue(v.Resolve(), depth-1)})
	case v.Kind() == slog.KindGroup:
		return slog.GroupValue(settle(v.Group(), depth-1)...)
	default:
		return v
	}
}

// grouped reports whether a, which is settled, prints as a group. Such a group
// may turn out empty when ReplaceAttr drops its members. slog's handlers then
// forget the separator, or keep the group's prefix, for what follows in the
// same call, and fold would put later calls behind it.
func grouped(a slog.Attr) bool {
	if s, ok := a.Value.Any().(settled); ok {
		return s.value.Kind() == slog.KindGroup
	}
	return a.Value.Kind() == slog.KindGroup
}

// blank reports whether a prints nothing: the empty attribute, or a group of
// nothing else.
func blank(a slog.Attr) bool {
	if a.Value.Kind() != slog.KindGroup {
		return a.Key == "" && a.Equal(slog.Attr{})
	}
	return !slices.ContainsFunc(a.Value.Group(), func(m slog.Attr) bool { return !blank(m) })
}
