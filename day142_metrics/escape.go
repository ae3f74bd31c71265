package metrics

import "strings"

// clean returns s as valid UTF-8, which both formats demand: each run of bad
// bytes becomes one U+FFFD. A byte of zero goes the same way: the formats
// allow it, but Prometheus 2.42 refuses an OpenMetrics page with one in a label.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.ReplaceAll(s, "\x00", "\uFFFD")
}

// appendEscaped appends s with a backslash before `\`, and before `"` when
// quotes is set, and with \n for a line feed. Nothing else may be escaped: a
// parser that meets \t drops the whole page, which is why strconv.Quote will
// not do. It must be one pass, or the backslash of \n is escaped once more.
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
