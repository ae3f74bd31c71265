package encode

import "unicode/utf8"

// plainASCII marks the bytes that stand for themselves in a JSON string: all of
// ASCII but control characters, the quote and the backslash. Bytes of longer
// runes are not marked, because some of those runes need escaping.
var plainASCII = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}()

// plainPrefix returns how many bytes at the beginning of s are plain. It looks
// at eight at a time: subtracting 0x20 from each byte borrows into the high bit
// if the byte is smaller, and a byte that XOR has turned into 0 is smaller than 1.
// A borrow from the byte below can only add a false alarm, which the loop over
// single bytes sorts out.
func plainPrefix(s string) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		c := s[i : i+8]
		x := uint64(c[0]) | uint64(c[1])<<8 | uint64(c[2])<<16 | uint64(c[3])<<24 |
			uint64(c[4])<<32 | uint64(c[5])<<40 | uint64(c[6])<<48 | uint64(c[7])<<56
		special := x | (x - ones*' ') | ((x ^ ones*'"') - ones) | ((x ^ ones*'\\') - ones)
		if special&highs != 0 {
			break
		}
	}
	for i < len(s) && plainASCII[s[i]] {
		i++
	}
	return i
}

// AppendString appends s as a JSON string, in quotes (RFC 8259, section 7).
// Bytes that are not UTF-8 become the character U+FFFD itself, as in slog since Go
// 1.27 (slog of Go 1.26 wrote the escape \ufffd). U+2028 and U+2029 are escaped
// since JavaScript takes them for line ends; < > and & stay as they are, since a
// log is not HTML.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	done := 0 // s[:done] is in b; plain runs are copied in one go
	for i := plainPrefix(s); i < len(s); i += plainPrefix(s[i:]) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if needsEscape(r, size) {
			b = append(b, s[done:i]...)
			b = appendEscape(b, r)
			done = i + size
		}
		i += size
	}
	b = append(b, s[done:]...)
	return append(b, '"')
}

// needsEscape judges a rune that is not plain ASCII. Most longer runes stay as
// they are; one of one byte is a byte that is not UTF-8.
func needsEscape(r rune, size int) bool {
	return r < utf8.RuneSelf || r == '\u2028' || r == '\u2029' || r == utf8.RuneError && size == 1
}

// appendEscape uses the short escapes that slog uses, and the long form for
// the rest. \b and \f would be legal, too.
func appendEscape(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	case utf8.RuneError:
		return utf8.AppendRune(b, r)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
