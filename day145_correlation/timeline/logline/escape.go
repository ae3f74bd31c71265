package logline

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape returns a copy of text with each escape of JSON, and of Go's quoted
// text, replaced by what it stands for. What is not an escape stays.
func unescape(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 || i+1 == len(text) {
			return append(out, text...)
		}
		out = append(out, text[:i]...)
		n := 0
		out, n = appendEscape(out, text[i:])
		text = text[i+n:]
	}
}

// appendEscape appends what the escape at the start of text stands for, and
// returns its length. text has at least two bytes.
func appendEscape(out, text []byte) ([]byte, int) {
	if i := strings.IndexByte("bfnrtav", text[1]); i >= 0 {
		return append(out, "\b\f\n\r\t\a\v"[i]), 2
	}
	switch text[1] {
	case 'x':
		if v, ok := hex(text, 2, 2); ok {
			return append(out, byte(v)), 4
		}
	case 'u':
		if v, ok := hex(text, 2, 4); ok {
			return appendUTF16(out, v, text)
		}
	case 'U':
		if v, ok := hex(text, 2, 8); ok {
			return utf8.AppendRune(out, rune(v)), 10
		}
	}
	return append(out, text[1]), 2 // \" \\ \/
}

// appendUTF16 appends the character that text starts with as \uXXXX, whose value
// is v, or as two of them.
func appendUTF16(out []byte, v uint64, text []byte) ([]byte, int) {
	if utf16.IsSurrogate(rune(v)) && bytes.HasPrefix(text[6:], []byte(`\u`)) {
		if low, ok := hex(text, 8, 4); ok {
			if pair := utf16.DecodeRune(rune(v), rune(low)); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), 12
			}
		}
	}
	return utf8.AppendRune(out, rune(v)), 6
}

// hex reads n hexadecimal digits of text, beginning at byte i.
func hex(text []byte, i, n int) (uint64, bool) {
	if len(text) < i+n {
		return 0, false
	}
	v, err := strconv.ParseUint(string(text[i:i+n]), 16, 32)
	return v, err == nil
}

// Printable bounds s and makes it safe for a terminal: a log line may hold escape
// sequences that a client sent. Printable text, backslashes too, stays as it is.
func Printable(s string) string {
	end := ""
	if len(s) > maxText {
		s, end = strings.ToValidUTF8(s[:maxText], ""), "..."
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if strconv.IsPrint(r) && (r != utf8.RuneError || size > 1) {
			b.WriteString(s[:size])
		} else {
			quoted := strconv.Quote(s[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		s = s[size:]
	}
	return b.String() + end
}
