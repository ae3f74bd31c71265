// wrong: arguments come in twos, so an index that moves by two finds every key
// caught by: TestAttrAmongPairs/between_two_pairs

// Package badkey turns the loose arguments of a log call into attrs.
package badkey

import "log/slog"

// BadKey is the key slog gives to a value that has none.
const BadKey = "!BADKEY"

// Attrs turns args into attrs as slog.Logger does it, from left to right:
// an Attr stands for itself, a string takes the argument behind it as its
// value, and what is left over is a value under BadKey.
func Attrs(args []any) []slog.Attr {
	var attrs []slog.Attr
	for i := 0; i < len(args); i += 2 {
		key, ok := args[i].(string)
		if a, isAttr := args[i].(slog.Attr); isAttr {
			attrs = append(attrs, a)
			continue
		}
		if !ok || i+1 == len(args) {
			attrs = append(attrs, slog.Any(BadKey, args[i]))
			continue
		}
		attrs = append(attrs, slog.Any(key, args[i+1]))
	}
	return attrs
}

// Lost counts the attrs whose key is BadKey, those inside groups included. A
// test of a service can demand that none of its log calls has any.
func Lost(attrs []slog.Attr) int {
	n := 0
	for _, a := range attrs {
		if a.Key == BadKey {
			n++
		}
		if a.Value.Kind() == slog.KindGroup {
			n += Lost(a.Value.Group())
		}
	}
	return n
}
