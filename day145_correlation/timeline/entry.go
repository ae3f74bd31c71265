package timeline

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// entry is what is kept of one line of the request.
type entry struct {
	time    time.Time
	hasTime bool
	service string
	level   string
	message string
	found   bool   // the id field is there
	root    bool   // at the top level
	group   string // or else in this group, a dotted path
	input   int    // index of the input
	line    int64  // number of the line in it
}

// maxText bounds each text that an entry keeps.
const maxText = 512

// parser reads one line token by token. A map would not do: it keeps only one
// of two members of the same name, and the other may be the id.
type parser struct {
	dec   *json.Decoder
	field string
	id    string
	path  []string
	entry entry
}

// object reports whether line is one JSON object. It builds nothing, which is
// ten times as fast as decoding, and it bounds how deep a line may nest.
func object(line []byte) bool {
	return len(line) > 0 && line[0] == '{' && json.Valid(line)
}

// parseLine returns the entry of a line that is an object.
func parseLine(line []byte, field, id string) (entry, error) {
	p := parser{dec: json.NewDecoder(bytes.NewReader(line)), field: field, id: id}
	p.dec.UseNumber()
	if _, err := p.dec.Token(); err != nil { // the '{'
		return entry{}, err
	}
	err := p.members()
	return p.entry, err
}

// members reads up to the end of the object whose '{' has been read.
func (p *parser) members() error {
	for p.dec.More() {
		key, err := p.dec.Token()
		if err != nil {
			return err
		}
		if err := p.value(key.(string)); err != nil { // a key is a string, or Token fails
			return err
		}
	}
	_, err := p.dec.Token()
	return err
}

func (p *parser) value(key string) error {
	t, err := p.dec.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		p.path = append(p.path, key)
		defer func() { p.path = p.path[:len(p.path)-1] }()
		if t == '{' {
			return p.members()
		}
		return p.elements(key)
	case string:
		p.text(key, t)
	case json.Number: // an id of digits, pino's level, or a time
		if len(p.path) == 0 && timeKey(key) {
			p.setTime(unixTime(t))
		} else {
			p.text(key, t.String())
		}
	}
	return nil
}

func (p *parser) elements(key string) error {
	for p.dec.More() {
		if err := p.value(key); err != nil {
			return err
		}
	}
	_, err := p.dec.Token()
	return err
}

// text takes one member that is a string, or a number in the line's spelling.
func (p *parser) text(key, s string) {
	e := &p.entry
	if key == p.field && s == p.id {
		e.found = true
		e.root = e.root || len(p.path) == 0
		e.group = clip(strings.Join(p.path, "."))
	}
	if len(p.path) > 0 {
		return
	}
	switch {
	case timeKey(key):
		if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
			p.setTime(t)
		}
	case key == "level" || key == "severity":
		e.level = clip(s)
	case key == "msg" || key == "message":
		e.message = clip(s)
	case key == "service" || key == "service.name" || key == "app":
		e.service = clip(s)
	}
}

func timeKey(key string) bool {
	return key == "time" || key == "ts" || key == "timestamp" || key == "@timestamp"
}

func (p *parser) setTime(t time.Time) { p.entry.time, p.entry.hasTime = t, !t.IsZero() }

// unixTime reads seconds since 1970 with a fraction, as zap writes them, and
// milliseconds, as pino does: seconds stay below 1e11 for three thousand years.
func unixTime(n json.Number) time.Time {
	f, err := n.Float64()
	if err != nil || f <= 0 {
		return time.Time{}
	}
	if f >= 1e11 {
		f /= 1e3
	}
	if f >= 1e11 {
		return time.Time{}
	}
	return time.UnixMicro(int64(f * 1e6)).UTC() // a float64 holds no more than microseconds
}

// clip bounds s and makes it safe for a terminal: a log line may hold escape
// sequences that a client sent. Printable text stays as it is.
func clip(s string) string {
	cut := len(s) > maxText
	if cut {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	quoted := strconv.Quote(s)
	s = strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
	if cut {
		s += "..."
	}
	return s
}
