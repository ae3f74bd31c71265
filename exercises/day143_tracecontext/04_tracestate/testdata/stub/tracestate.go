// Package tracestate carries the tracestate header: a list of vendors' members,
// in which the order says who touched the trace last.
package tracestate

// Member is one vendor's entry.
type Member struct{ Key, Value string }

// State is a tracestate, the most recent member first.
type State []Member

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
	// TODO: the lines are one list; trim, skip what is empty, count, validate.
	return nil, false
}

// Carry returns what goes on to the next hop: parent, the traceparent that was
// received, and the state. parentOK says whether parent is valid; when it is
// not, nothing goes on.
func Carry(parent string, parentOK bool, lines []string) (string, State) {
	// TODO: decide what a bad traceparent costs, and what a bad tracestate costs.
	return "", nil
}

// Set returns s with key=value as its most recent member. The result has at
// most 32 members; s is not changed. The member is Valid.
func Set(s State, key, value string) State {
	// TODO: one member of each key; the others keep their order.
	return nil
}

// Truncate returns the part of s that fits into limit bytes when it is written
// as k=v,k=v. Members longer than 128 bytes go first, then the others, from the
// right in both cases. s is not changed.
func Truncate(s State, limit int) State {
	// TODO: whole members only.
	return nil
}
