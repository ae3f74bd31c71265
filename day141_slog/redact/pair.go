package redact

import (
	"regexp"
	"strings"
)

// pair is a name and a value in text: a query parameter, a header, a part of a
// keyword DSN, a member of JSON inside a string.
type pair struct {
	name   string
	quoted bool // "name": the text is JSON or like it
	colon  bool // name: and not name=
	value  string
}

// valuePattern is the value at the beginning of a text: one that is hidden
// already, a string with escaped or plain quotes, all of a list or object to
// the end of the line, or a word behind an optional scheme.
var valuePattern = regexp.MustCompile(`^(?:\[REDACTED\]|\\+"[^"]*"?|"(?:[^"\\]|\\.)*"?|'[^']*'?|[{\[][^\n]*|` +
	`(?i:(?:bearer|basic|digest|token)[ \t]+)?[^\s,;&"'<>{}()\[\]]+)`)

// scrubPairs hides the values behind sensitive names. It looks from each
// separator to both sides, which takes linear time; a pattern for whole pairs
// would start anew inside the value of each innocent one.
func (c scrubber) scrubPairs(s string) string {
	var out strings.Builder
	done := 0
	for at := 0; ; {
		n := strings.IndexAny(s[at:], "=:")
		if n < 0 {
			break
		}
		separator := at + n
		at = separator + 1
		p := pair{colon: s[separator] == ':' && !strings.HasPrefix(s[at:], "=")}
		// From done on, so that a hidden value is never taken for a name.
		if p.name, p.quoted = nameBefore(s[done:separator]); !c.keys.sensitive(false, p.name) {
			continue
		}
		start := valueStart(s, separator)
		p.value = valuePattern.FindString(s[start:])
		if p.wholeLine() {
			p.value = firstLine(s[start:])
		}
		if p.value == "" || !c.hides(p) {
			continue
		}
		// The search goes on behind the value: what is hidden needs no second look.
		out.WriteString(s[done:start])
		out.WriteString(p.replacement())
		done = start + len(p.value)
		at = done
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// nameBefore takes the name off the end of s. It may be in quotes, and these
// may be escaped.
func nameBefore(s string) (name string, quoted bool) {
	s = trimBlanks(s)
	if n := len(s); n > 0 && (s[n-1] == '"' || s[n-1] == '\'') {
		quoted = true
		s = strings.TrimRight(s[:n-1], `\`)
	}
	const longest = 64
	start := len(s)
	for start > 0 && len(s)-start < longest && isNameByte(s[start-1]) {
		start--
	}
	return s[start:], quoted
}

// trimBlanks takes off two blanks at most: more is layout, not a pair.
func trimBlanks(s string) string {
	for range 2 {
		if n := len(s); n > 0 && (s[n-1] == ' ' || s[n-1] == '\t') {
			s = s[:n-1]
		}
	}
	return s
}

func isNameByte(c byte) bool {
	return isSmall(c) || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-'
}

// valueStart skips the separator, which may be := or => or ==, and blanks.
func valueStart(s string, at int) int {
	for at < len(s) && strings.IndexByte(":=>", s[at]) >= 0 {
		at++
	}
	for range 2 {
		if at < len(s) && (s[at] == ' ' || s[at] == '\t') {
			at++
		}
	}
	return at
}

// hides reports whether the value of p, whose name is sensitive, is a secret.
func (c scrubber) hides(p pair) bool {
	if isNumber(p.value) && !c.keys.sensitive(true, p.name) {
		return false
	}
	if p.quoted || !p.colon {
		return true
	}
	// A bare colon is prose as often as not: "invalid token: expired".
	n := strings.ToLower(p.name)
	return p.wholeLine() || n != "pass" && strings.Contains(n, "pass") || len(p.value) >= 6 && looksRandom(p.value)
}

// wholeLine is for headers, whose values have spaces and semicolons.
func (p pair) wholeLine() bool {
	if p.quoted || !p.colon || strings.HasPrefix(p.value, `"`) {
		return false
	}
	n := strings.ToLower(p.name)
	return strings.HasSuffix(n, "authorization") || strings.HasSuffix(n, "cookie")
}

// replacement keeps the quotes, so that JSON stays JSON.
func (p pair) replacement() string {
	slashes := len(p.value) - len(strings.TrimLeft(p.value, `\`))
	if rest := p.value[slashes:]; rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote := p.value[:slashes+1]
		return quote + Marker + quote
	}
	if p.quoted && p.value != Marker {
		return `"` + Marker + `"` // a number, a list or an object
	}
	return Marker
}

// firstLine ends where a header ends.
func firstLine(s string) string {
	if n := strings.IndexAny(s, "\r\n"); n >= 0 {
		return s[:n]
	}
	return s
}

// isNumber is true for booleans as well.
func isNumber(s string) bool {
	return s == "true" || s == "false" || s != "" && strings.Trim(s, "0123456789.") == ""
}
