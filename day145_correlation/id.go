package correlation

import "crypto/rand"

// maxIDLen bounds an id: long enough for a UUID, a trace id or two ids joined
// by a dash, short enough to repeat on every log line of a request.
const maxIDLen = 64

// NewID returns a fresh id: at least 128 random bits as 26 characters of the
// base32 alphabet (RFC 4648, upper case, no padding). It is always Valid, and
// it never fails: crypto/rand ends the program rather than return a weak value.
func NewID() string { return rand.Text() }

// Valid reports whether id may be adopted, stored and sent: 1 to 64 bytes, each
// of A-Z, a-z, 0-9, '.', '_' or '-'. These need no quoting in JSON, in
// key=value text, in a URL, in a shell or in a header, so an id is the same
// bytes wherever you search for it. Valid does not allocate.
func Valid(id string) bool {
	if len(id) == 0 || len(id) > maxIDLen {
		return false
	}
	for i := range len(id) { // bytes, not runes: anything over 0x7F is refused
		if !idByte(id[i]) {
			return false
		}
	}
	return true
}

func idByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '.' || c == '_' || c == '-'
}
