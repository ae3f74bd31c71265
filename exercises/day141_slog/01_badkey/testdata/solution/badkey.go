// Package badkey turns the loose arguments of a log call into attrs.
package badkey

import "log/slog"

// BadKey is the key slog gives to a value that has none.
const BadKey = "!BADKEY"

// Attrs turns args into attrs as slog.Logger does it, from left to right: an
// Attr stands for itself, a string takes the argument behind it as its value,
// whatever that is, and what is left over is a value under BadKey. Every
// argument is kept, with its type, and args stay as they are.
func Attrs(args []any) []slog.Attr {
	var attrs []slog.Attr
	for len(args) > 0 {
		// Each case says how many arguments it used up. An index that moves by
		// two goes wrong at the first Attr.
		switch x := args[0].(type) {
		case slog.Attr:
			attrs, args = append(attrs, x), args[1:]
		case string:
			if len(args) == 1 {
				attrs, args = append(attrs, slog.String(BadKey, x)), nil
				break
			}
			// The next argument is the value, whatever it is: an Attr, too.
			attrs, args = append(attrs, slog.Any(x, args[1])), args[2:]
		default:
			attrs, args = append(attrs, slog.Any(BadKey, x)), args[1:]
		}
	}
	return attrs
}

// Lost counts the attrs whose key is BadKey, those inside groups included. A
// group whose key is BadKey counts, and so do its members. A value that is a
// LogValuer is not asked: what it will give is not an attr yet. A test of a
// service can demand that none of its log calls has any.
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
