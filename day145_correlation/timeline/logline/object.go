package logline

import (
	"bytes"
	"encoding/json"
)

// walker reads an object token by token. A map would not do: it keeps only one of
// two members of the same name, and the other may be the id.
type walker struct {
	dec    *json.Decoder
	fields *fields
	path   []string // the groups that are open
}

// readObject takes the members of line, which is one.
func (f *fields) readObject(line []byte) {
	f.message = byteMessage(line)
	w := walker{dec: json.NewDecoder(bytes.NewReader(line)), fields: f}
	w.dec.UseNumber()
	w.token() // the '{'
	w.members()
}

// token returns the next token. There is one: the line has been checked.
func (w *walker) token() json.Token {
	t, _ := w.dec.Token()
	return t
}

// members reads up to the end of the object whose '{' has been read.
func (w *walker) members() {
	for w.dec.More() {
		key, _ := w.token().(string)
		w.value(key)
	}
	w.token()
}

func (w *walker) value(key string) {
	switch t := w.token().(type) {
	case json.Delim:
		if t == '[' {
			w.elements(key)
			return
		}
		w.path = append(w.path, key)
		w.members()
		w.path = w.path[:len(w.path)-1]
	case string:
		w.fields.add(w.path, key, t)
	case json.Number: // an id of digits, a level, or a time
		w.fields.add(w.path, key, t.String())
	}
}

// elements reads a list, each element of which counts as the member key.
func (w *walker) elements(key string) {
	for w.dec.More() {
		w.value(key)
	}
	w.token()
}

// byteMessage returns the message that journald writes as a list of bytes, since
// it is not UTF-8 or has control characters; "" if line has none.
func byteMessage(line []byte) string {
	if !hasByteMessage(line) {
		return ""
	}
	var members map[string]json.RawMessage
	var text []byte
	if json.Unmarshal(line, &members) != nil || json.Unmarshal(members["MESSAGE"], &text) != nil {
		return ""
	}
	return string(text)
}

func hasByteMessage(line []byte) bool {
	return bytes.Contains(line, []byte(`"MESSAGE":[`))
}
