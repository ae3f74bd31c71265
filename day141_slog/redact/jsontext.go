package redact

import (
	"bytes"
	"encoding/json"
)

// text scrubs a string; one that is JSON as a whole is taken apart, because
// only then are nested names and values told apart for sure.
func (r *Redactor) text(s string) string {
	if !suspicious(s) {
		return s
	}
	if clean, ok := r.jsonText(s); ok {
		return clean
	}
	return r.scrubber.scrub(s)
}

// jsonText returns s itself if s is JSON without secrets; ok is false if s is
// not an object or a list.
func (r *Redactor) jsonText(s string) (clean string, ok bool) {
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
