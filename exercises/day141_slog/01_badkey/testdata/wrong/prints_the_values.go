// wrong: a log is text, so a value may become its text
// caught by: TestKind/a_number
package badkey

import (
	"fmt"
	"log/slog"
)

// BadKey is the key slog gives to a value that has none.
const BadKey = "!BADKEY"

// Attrs turns args into attrs as slog.Logger does it, from left to right:
// an Attr stands for itself, a string takes the argument behind it as its
// value, and what is left over is a value under BadKey.
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
			attrs, args = append(attrs, slog.String(x, fmt.Sprint(args[1]))), args[2:]
		default:
			attrs, args = append(attrs, slog.Any(BadKey, x)), args[1:]
		}
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
