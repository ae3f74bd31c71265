package tracestate

import (
	"fmt"
	"strings"
)

// Parse reads the tracestate header lines of one request, in order, as
// the one comma-separated list they are (W3C Trace Context Level 2, 3.3.2).
// Space and tab around a member are trimmed and empty members skipped. Of a
// repeated key the first, most recent, member stays. One bad member, or more
// than 32 of them, is an error and an empty State: half a list is worse than
// none. The cost is linear in the input, and nothing is copied when the input
// is one canonical line.
func Parse(lines ...string) (State, error) {
	s, why, where := parseState(lines)
	if why != "" {
		return State{}, fmt.Errorf("%w: member %.64q: %s", ErrInvalid, where, why)
	}
	return s, nil
}

// Accept is Parse for Extract: an empty State where Parse has an error, and
// nothing spent on the text of that error, which a stranger's rubbish does not deserve.
func Accept(lines []string) State {
	s, _, _ := parseState(lines)
	return s
}

// memberList collects members during one parse; it lives on the stack.
type memberList struct {
	members [maxMembers]string // trimmed key=value
	keyLen  [maxMembers]int
	n       int // members kept
	seen    int // members received, repeated ones included
	size    int // bytes of the kept ones
	// filter is a Bloom filter of one hash: it has the bit of each key kept. Only when
	// the bit of a new key is set already must the kept ones be compared one by one.
	filter uint64
}

func parseState(lines []string) (s State, why, where string) {
	var l memberList
	for _, rest := range lines {
		for more := true; more; {
			var member string
			member, rest, more = strings.Cut(rest, ",")
			if why := l.add(trimOWS(member)); why != "" {
				return State{}, why, member
			}
		}
	}
	if len(lines) == 1 && l.n > 0 && l.size+l.n-1 == len(lines[0]) {
		return State{lines[0]}, "", "" // nothing was trimmed, skipped or joined
	}
	return State{strings.Join(l.members[:l.n], ",")}, "", ""
}

// add validates one trimmed member and keeps it unless its key is there.
func (l *memberList) add(member string) (why string) {
	if member == "" {
		return ""
	}
	l.seen++
	if l.seen > maxMembers {
		return "more than 32 members"
	}
	k := strings.IndexByte(member, '=')
	switch {
	case k < 0:
		return "no equals sign"
	case !validKey(member[:k]):
		return "the key is not 1 to 256 of a-z 0-9 _ - * / @, a letter or digit first"
	case !validValue(member[k+1:]):
		return "the value is not 1 to 256 printable characters without , and ="
	}
	bit := filterBit(member[:k])
	if l.filter&bit != 0 && l.has(member[:k]) {
		return ""
	}
	l.filter |= bit
	l.members[l.n], l.keyLen[l.n] = member, k
	l.n++
	l.size += len(member)
	return ""
}

// filterBit hashes a key to one of 64 bits. Vendors' keys differ at their end.
func filterBit(key string) uint64 {
	h := uint(len(key)) + 31*uint(key[len(key)-1])
	if len(key) > 1 {
		h += 17 * uint(key[len(key)-2])
	}
	return 1 << (h % 64)
}

// has reports whether a member with this key is kept.
func (l *memberList) has(key string) bool {
	for i, n := range l.keyLen[:l.n] {
		if l.members[i][:n] == key {
			return true
		}
	}
	return false
}

// The classes of a byte in a member.
const (
	classFirst = 1 << iota // may start a key: a-z 0-9
	classKey               // may continue a key
	classValue             // may stand in a value
)

var classes = func() (t [256]byte) {
	for c := ' '; c <= '~'; c++ {
		if c != ',' && c != '=' {
			t[c] = classValue
		}
	}
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		t[c] |= classFirst | classKey
	}
	for _, c := range "_-*/@" {
		t[c] |= classKey
	}
	return t
}()

// validKey is Level 2's key, as it is accepted (3.3.2.2.1).
func validKey(key string) bool {
	return key != "" && len(key) <= maxKeyLen &&
		classes[key[0]]&classFirst != 0 && allOf(key, classKey)
}

// validValue is a value of 3.3.2.2.2; the last character is not a space.
func validValue(v string) bool {
	return v != "" && len(v) <= maxValueLen && v[len(v)-1] != ' ' && allOf(v, classValue)
}

func allOf(s string, class byte) bool {
	for i := range len(s) {
		if classes[s[i]]&class == 0 {
			return false
		}
	}
	return true
}

// ownKey is a key as it is generated: Level 1's stricter grammar,
// so that receivers of either level accept what Set writes. It is a letter and up to 255 more
// characters without @, or a tenant of up to 241 (letter or digit first), one
// @, and a system of up to 14 (letter first).
func ownKey(key string) bool {
	if !validKey(key) {
		return false
	}
	tenant, system, multi := strings.Cut(key, "@")
	if !multi {
		return isLetter(key[0])
	}
	return len(tenant) >= 1 && len(tenant) <= 241 && len(system) >= 1 && len(system) <= 14 &&
		isLetter(system[0]) && !strings.Contains(system, "@")
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// trimOWS trims HTTP's optional white space, which is space and tab alone
// (RFC 9110, 5.6.3); strings.TrimSpace would take more.
func trimOWS(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}
