package recording

import (
	"encoding/json"
	"strings"
	"time"
)

// Line is a log line.
type Line struct {
	Text      string    `json:"-"` // as it was written
	Time      time.Time `json:"time"`
	Level     string    `json:"level"`
	Msg       string    `json:"msg"`
	Service   string    `json:"service"` // the process
	RequestID string    `json:"request_id"`
	TraceID   string    `json:"trace_id"`
}

func (r *Recording) addLine(text string) error {
	l := Line{Text: text}
	err := json.Unmarshal([]byte(text), &l)
	r.Lines = append(r.Lines, l)
	return err
}

// With returns the lines whose request or trace id is id, in order of time.
func (r *Recording) With(id string) (found []Line) {
	for _, l := range r.Lines {
		if id != "" && (l.RequestID == id || l.TraceID == id) {
			found = append(found, l)
		}
	}
	return found
}

// Search returns the lines that hold a text, in any case.
func (r *Recording) Search(text string) (found []Line) {
	text = strings.ToLower(text)
	for _, l := range r.Lines {
		if strings.Contains(strings.ToLower(l.Text), text) {
			found = append(found, l)
		}
	}
	return found
}
