package logline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
)

// ErrForm is the error of a line that neither ends with a JSON object nor is
// key=value pairs.
var ErrForm = errors.New("neither a JSON object nor key=value pairs")

// Place is where a line has the id in the id field.
type Place int

// The places, the better one greater.
const (
	Nowhere Place = iota
	InGroup       // only inside a group: a handler there stamps too late
	AtRoot
)

// Line is what a timeline needs of a line. Texts are Printable.
type Line struct {
	Time    time.Time // zero if none could be read
	NoZone  bool      // Time had no zone and was taken as UTC
	Service string
	Level   string
	Message string
	ID      Place
	Group   string // of an id InGroup, a dotted path
}

// Finder looks for one id. It is safe for concurrent use.
type Finder struct {
	field string
	id    string
	bytes []byte // of id
}

// NewFinder returns a Finder of id in the field of that name, in any case.
func NewFinder(field, id string) *Finder {
	return &Finder{field: field, id: id, bytes: []byte(id)}
}

// maxWraps bounds how deep lines lie in other lines.
const maxWraps = 4

// Read reads one line. Its error is ErrForm.
func (f *Finder) Read(line []byte) (Line, error) {
	words, rest := cutWords(line)
	found, ok := f.read(rest, maxWraps)
	if !ok {
		return Line{}, ErrForm
	}
	found.message = cmp.Or(found.message, string(words))
	return found.line(), nil
}

// Readable reports whether Read can read line, and builds nothing.
func Readable(line []byte) bool {
	_, rest := cutWords(line)
	return isObject(rest) || isPairs(rest)
}

// cutWords cuts off what stands in front of the object at the end of a line: the
// head of syslog, the service of docker compose, the words of zap's console.
func cutWords(line []byte) (words, rest []byte) {
	i := bytes.IndexByte(line, '{')
	if i > 0 && isObject(line[i:]) && !isPairs(line) {
		return bytes.TrimSpace(line[:i]), line[i:]
	}
	return nil, line
}

func (f *Finder) read(line []byte, wraps int) (fields, bool) {
	found := fields{finder: f}
	switch {
	case isObject(line):
		found.readObject(line)
	case isPairs(line):
		found.readPairs(line)
	default:
		return found, false
	}
	if wraps == 0 {
		return found, true
	}
	for _, text := range []string{found.message, found.wrapped} {
		inner, ok := f.read([]byte(strings.TrimSpace(text)), wraps-1)
		if ok && inner.place > Nowhere {
			return found.around(inner), true
		}
	}
	return found, true
}

// Holds reports whether line may hold the id, written in any way that JSON and
// quoted text allow. If it does not, Read finds no id. It is made for speed: most
// lines of a log have neither the id nor a backslash.
func (f *Finder) Holds(line []byte) bool {
	if bytes.Contains(line, f.bytes) || hasByteMessage(line) {
		return true
	}
	for range maxWraps + 1 { // each wrapping escapes the escapes again
		if bytes.IndexByte(line, '\\') < 0 {
			break
		}
		line = unescape(line)
		if bytes.Contains(line, f.bytes) {
			return true
		}
	}
	return false
}

// isObject reports whether line is one JSON object. It builds nothing, which is
// ten times as fast as decoding, and bounds how deep a line may nest.
func isObject(line []byte) bool {
	return len(line) > 0 && line[0] == '{' && json.Valid(line)
}

// mapped reports whether a group is where a logger keeps its context: log4j's
// two layouts have no root for it.
func mapped(group string) bool {
	return slices.Contains([]string{"contextMap", "mdc"}, group)
}
