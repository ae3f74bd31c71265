package encode

import (
	"reflect"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Bytes returns x as bytes if it is a slice of them. It also takes named types
// of byte slices, as %s does.
func Bytes(x any) ([]byte, bool) {
	if b, ok := x.([]byte); ok {
		return b, true
	}
	v := reflect.ValueOf(x)
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return v.Bytes(), true
	}
	return nil, false
}

// AppendText appends s as logfmt has it: in quotes if a reader could misread it without.
func AppendText(b []byte, s string) []byte {
	if s == "" || NeedsQuoting(s) {
		return appendQuoted(b, s)
	}
	return append(b, s...)
}

// appendQuoted is strconv.AppendQuote with a short cut for the common case of
// words with spaces between them.
func appendQuoted(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return strconv.AppendQuote(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// NeedsQuoting reports whether s has a byte that would end a key or value, or
// a rune that does not print. It is generic because keys are bytes, in the line
// already, and values are strings: converting either would copy.
func NeedsQuoting[S string | []byte](s S) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return hasUnprintable(string(s[i:]))
		}
		if !textPlain(s[i]) {
			return true
		}
	}
	return false
}

// textPlain is about ASCII. The standard library lets DEL (0x7F) pass.
func textPlain(c byte) bool { return c > ' ' && c != '=' && c != '"' }

func hasUnprintable(s string) bool {
	for _, r := range s {
		// RuneError: bytes that are not UTF-8, or U+FFFD itself.
		if r < utf8.RuneSelf && !textPlain(byte(r)) || r == utf8.RuneError ||
			r >= utf8.RuneSelf && (unicode.IsSpace(r) || !unicode.IsPrint(r)) {
			return true
		}
	}
	return false
}
