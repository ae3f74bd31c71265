package redact

import (
	"bytes"
	"encoding/json"
	"strings"
)

// text scrubs a string. What stands beside a hidden secret may be one that could
// not be told before, so it looks again until nothing is found.
func (r *Redactor) text(s string) string {
	const enough = 8
	for range enough {
		found := r.keys.look(s)
		if found == 0 {
			return s
		}
		clean := r.once(s, found)
		if clean == s {
			return s
		}
		s = clean
	}
	return Marker // something here never ends
}

// once takes a text apart that is JSON as a whole, because only then are nested
// names and values told apart for sure.
func (r *Redactor) once(s string, found hint) string {
	if clean, ok := r.jsonText(s); ok {
		return clean
	}
	return r.scrubber.scrub(s, found)
}

// jsonText returns s itself if s is JSON without secrets; ok is false if s is
// not an object or a list.
func (r *Redactor) jsonText(s string) (clean string, ok bool) {
	if start := strings.TrimLeft(s, " \t\r\n"); start == "" || start[0] != '{' && start[0] != '[' {
		return s, false
	}
	tree, ok := decodeJSON([]byte(s))
	if !ok {
		return s, false
	}
	w := walker{redactor: r, budget: maxNodes}
	tree = w.any(tree, 0)
	if !w.changed {
		return s, true
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return Marker, true
	}
	return string(text), true
}

// decodeJSON decodes an object or a list, numbers kept as they are written.
func decodeJSON(text []byte) (tree any, ok bool) {
	text = bytes.TrimSpace(text)
	if len(text) < 2 || text[0] != '{' && text[0] != '[' || !json.Valid(text) {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return tree, dec.Decode(&tree) == nil
}
