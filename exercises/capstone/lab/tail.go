package lab

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
)

// What a Tail keeps.
const (
	tailLines = 20_000
	tailBytes = 4 << 10 // of one line; the rest is cut
)

// Tail is an io.Writer that remembers the last lines.
type Tail struct {
	mu    sync.Mutex
	lines []string // a ring once it is full
	next  int
	part  []byte // a line that has no end yet
}

// Write takes lines in. It never fails.
func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(p)
	for {
		line, rest, whole := bytes.Cut(p, []byte("\n"))
		t.part = append(t.part, line[:min(len(line), tailBytes-len(t.part))]...)
		if !whole {
			return n, nil
		}
		t.keep(string(t.part))
		t.part, p = t.part[:0], rest
	}
}

func (t *Tail) keep(line string) {
	if len(t.lines) < tailLines {
		t.lines = append(t.lines, line)
		return
	}
	t.lines[t.next] = line
	t.next = (t.next + 1) % tailLines
}

// Last returns the last n lines, oldest first.
func (t *Tail) Last(n int) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	n = min(n, len(t.lines))
	out := make([]string, 0, n)
	for i := len(t.lines) - n; i < len(t.lines); i++ {
		out = append(out, t.lines[(t.next+i)%len(t.lines)])
	}
	return out
}

// A Line is what the page knows of a log line.
type Line struct {
	Text                   string // as it was written
	JSON                   bool
	Level, Msg             string
	TraceID, RequestID, At string
}

// ParseLine reads a line. One that is no JSON object has its text only.
func ParseLine(text string) Line {
	var f struct {
		Time      string `json:"time"`
		Level     string `json:"level"`
		Msg       string `json:"msg"`
		TraceID   string `json:"trace_id"`
		RequestID string `json:"request_id"`
	}
	l := Line{Text: text}
	if len(text) == 0 || text[0] != '{' || json.Unmarshal([]byte(text), &f) != nil {
		return l
	}
	l.JSON, l.Level, l.Msg, l.At = true, f.Level, f.Msg, f.Time
	l.TraceID, l.RequestID = f.TraceID, f.RequestID
	return l
}

// With returns the lines whose trace or request id is id, oldest first.
func (t *Tail) With(id string) []Line {
	var found []Line
	for _, text := range t.Last(tailLines) {
		if id == "" || !strings.Contains(text, id) {
			continue // most lines, without the price of parsing them
		}
		if l := ParseLine(text); l.TraceID == id || l.RequestID == id {
			found = append(found, l)
		}
	}
	return found
}
