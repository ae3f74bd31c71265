package metrics

import "strings"

// clean returns s as valid UTF-8, which both formats demand: each run of bad
// bytes becomes one U+FFFD.
func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// appendEscaped appends s with a backslash before `\`, and before `"` when
// quotes is set, and with \n for a line feed. A quote that is left out of this
// ends the value too early, and the page is lost. Nothing else may be escaped,
// which is why strconv.Quote will not do: Prometheus reads \t as a backslash and
// a t, which is another value, and promtool and other strict readers refuse the
// page. It must be one pass, or the backslash of \n is escaped once more.
func appendEscaped(b []byte, s string, quotes bool) []byte {
	for i := range len(s) { // bytes: the three are ASCII, never inside a rune
		switch c := s[i]; {
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\\' || c == '"' && quotes:
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return b
}

// appendLabels appends the pairs name="value" with commas between them. A pair
// with an empty value is left out: to the data model it is an absent label.
func appendLabels(b []byte, names, values []string) []byte {
	start := len(b)
	for i, name := range names {
		if values[i] == "" {
			continue
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(b, name...)
		b = append(b, '=', '"')
		b = appendEscaped(b, values[i], true)
		b = append(b, '"')
	}
	return b
}
