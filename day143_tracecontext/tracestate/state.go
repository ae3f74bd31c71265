package tracestate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The limits of a tracestate (W3C Trace Context Level 2, 3.3.2).
const (
	maxMembers  = 32
	maxKeyLen   = 256
	maxValueLen = 256
	// longMember is the length above which a member goes first in a cut.
	longMember = 128
)

// ErrInvalid is wrapped by every error of Parse and State.Set.
var ErrInvalid = errors.New("tracestate: invalid list")

// State is a tracestate: up to 32 vendors' key=value members, most recent
// first. It is immutable; Set, Delete and Truncate return a new one. The zero
// State is empty. Two States are == when they would be sent alike.
type State struct {
	// text is the canonical list, "k=v,k=v": validated, trimmed, without empty
	// or repeated members. It is often the very header string that came in, so
	// that reading and forwarding a list copies nothing; members are found
	// again by their commas. A map would lose the order, which is meaning.
	text string
}

// String is the list as Append writes it.
func (s State) String() string { return s.text }

// Append appends the list as one header value; the zero State appends nothing.
func (s State) Append(b []byte) []byte { return append(b, s.text...) }

// Len is the number of members, 0 to 32.
func (s State) Len() int {
	if s.text == "" {
		return 0
	}
	return strings.Count(s.text, ",") + 1
}

// Get returns the value of key, leading spaces included, or "" when it is not
// there: no member has an empty value.
func (s State) Get(key string) string {
	for rest := s.text; rest != ""; {
		var member string
		member, rest, _ = strings.Cut(rest, ",")
		if k, v, _ := strings.Cut(member, "="); k == key {
			return v
		}
	}
	return ""
}

// Set returns the list with key=value in front and the rest in its old order;
// the right-most member is dropped when there would be more than 32. The key
// must be one that Level 1 systems accept too: see ownKey. A bad key or value
// leaves the list as it was and is an error.
func (s State) Set(key, value string) (State, error) {
	if !ownKey(key) {
		return s, fmt.Errorf("%w: key %.64q is neither simple nor tenant@system", ErrInvalid, key)
	}
	if !validValue(value) {
		return s, fmt.Errorf("%w: value %.64q of key %.64q", ErrInvalid, value, key)
	}
	rest := s.Delete(key)
	if rest.Len() == maxMembers {
		rest.text = rest.text[:strings.LastIndexByte(rest.text, ',')]
	}
	own := key + "=" + value
	if rest.text != "" {
		own += "," + rest.text
	}
	return State{own}, nil
}

// Delete returns the list without key. Delete only what your own system wrote:
// removing another's member breaks its correlation (3.5).
func (s State) Delete(key string) State {
	var room [maxMembers]string
	members := s.split(room[:0])
	kept := slices.DeleteFunc(members, func(member string) bool {
		k, _, _ := strings.Cut(member, "=")
		return k == key
	})
	if len(kept) == len(members) {
		return s
	}
	return State{strings.Join(kept, ",")}
}

// Truncate returns a list of at most limit bytes: whole members only, those
// longer than 128 bytes first (from the right), then the right-most (3.3.3.1).
func (s State) Truncate(limit int) State {
	if len(s.text) <= limit {
		return s
	}
	var room [maxMembers]string
	members := s.split(room[:0])
	size := len(s.text)
	for _, shortest := range []int{longMember, 0} { // first what is longer than that, then all
		for i := len(members) - 1; i >= 0 && size > limit; i-- {
			if len(members[i]) > shortest {
				size -= len(members[i]) + len(",")
				members[i] = "" // no member is empty, so this one is gone
			}
		}
	}
	kept := slices.DeleteFunc(members, func(member string) bool { return member == "" })
	return State{strings.Join(kept, ",")}
}

// split appends the members. A caller's array of maxMembers keeps them off the heap.
func (s State) split(members []string) []string {
	for rest := s.text; rest != ""; {
		var member string
		member, rest, _ = strings.Cut(rest, ",")
		members = append(members, member)
	}
	return members
}
