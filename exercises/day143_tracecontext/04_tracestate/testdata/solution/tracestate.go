// Package tracestate carries the tracestate header: a list of vendors' members,
// in which the order says who touched the trace last.
package tracestate

import (
	"slices"
	"strings"
)

// Member is one vendor's entry.
type Member struct{ Key, Value string }

// State is a tracestate, the most recent member first.
type State []Member

// The limits of the specification.
const (
	maxMembers = 32
	longMember = 128
)

// Valid reports whether a member is well formed: a key of 1 to 256 characters of
// a-z 0-9 _ - * / @ that starts with a letter or digit, and a value of 1 to 256
// printable ASCII characters without comma and equals sign that does not end in
// a space. It is given, and right.
func Valid(m Member) bool {
	if len(m.Key) < 1 || len(m.Key) > 256 || len(m.Value) < 1 || len(m.Value) > 256 {
		return false
	}
	for i, c := range m.Key {
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '_' && c != '-' && c != '*' && c != '/' && c != '@') {
			return false
		}
	}
	for _, c := range m.Value {
		if c < ' ' || c > '~' || c == ',' || c == '=' {
			return false
		}
	}
	return m.Value[len(m.Value)-1] != ' '
}

// Parse reads the tracestate header lines of a request. Of a repeated key the
// first member stays. One malformed member, or more than 32 members, makes ok
// false and the State nil.
func Parse(lines []string) (s State, ok bool) {
	seen := 0
	for text := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		text = strings.Trim(text, " \t") // not TrimSpace: only these two are white space here
		if text == "" {
			continue
		}
		key, value, _ := strings.Cut(text, "=")
		m := Member{key, value}
		seen++
		if seen > maxMembers || !Valid(m) {
			return nil, false // half a list would be a lie about the rest
		}
		if !has(s, key) {
			s = append(s, m)
		}
	}
	return s, true
}

func has(s State, key string) bool {
	return slices.ContainsFunc(s, func(m Member) bool { return m.Key == key })
}

// Carry returns what goes on to the next hop: parent, the traceparent that was
// received, and the state. parentOK says whether parent is valid; when it is
// not, nothing goes on.
func Carry(parent string, parentOK bool, lines []string) (string, State) {
	if !parentOK {
		return "", nil // the state belongs to a trace that ends here
	}
	s, _ := Parse(lines) // a bad list costs the list, never the trace
	return parent, s
}

// Set returns s with key=value as its most recent member. The result has at
// most 32 members; s is not changed. The member is Valid.
func Set(s State, key, value string) State {
	out := State{{key, value}}
	for _, m := range s {
		if m.Key != key && len(out) < maxMembers {
			out = append(out, m)
		}
	}
	return out
}

// Truncate returns the part of s that fits into limit bytes when it is written
// as k=v,k=v. Members longer than 128 bytes go first, then the others, from the
// right in both cases. s is not changed.
func Truncate(s State, limit int) State {
	s = slices.Clone(s)
	for len(s) > 0 && size(s) > limit {
		victim := len(s) - 1
		for i, m := range s { // the last long one wins
			if len(m.Key)+1+len(m.Value) > longMember {
				victim = i
			}
		}
		s = slices.Delete(s, victim, victim+1)
	}
	return s
}

// size is the length of k=v,k=v.
func size(s State) int {
	n := len(s) - 1
	for _, m := range s {
		n += len(m.Key) + 1 + len(m.Value)
	}
	return n
}
