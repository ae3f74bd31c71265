package logline

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
)

// The errors of Joiner.Join.
var (
	ErrPiece = errors.New("a piece of a line")
	ErrLong  = errors.New("a line of pieces that is too long")
)

// Joiner takes off what a container runtime puts in front of a line, and puts
// lines together that it has cut: Docker and the CRI runtimes cut at 16 KiB. The
// zero value joins nothing; set Max.
type Joiner struct {
	Max    int // bytes of a line of pieces
	pieces map[string][]byte
}

// piece is a line as a runtime has written it.
type piece struct {
	stream string // stdout or stderr: their pieces may alternate
	time   time.Time
	text   []byte
	part   bool // the next one of the stream goes on
}

// Join returns the line inside line, and the runtime's time if it stands in front;
// line itself if it is not wrapped so. Its error is ErrPiece until the last piece
// is there. The text is valid until the next call.
func (j *Joiner) Join(line []byte) ([]byte, time.Time, error) {
	p, ok := cutTime(line)
	if !ok && (len(j.pieces) > 0 || dockerPart(line)) {
		p, ok = fromDocker(line)
	}
	if !ok {
		return line, time.Time{}, nil
	}
	before, open := j.pieces[p.stream]
	if !p.part && !open {
		return p.text, p.time, nil
	}
	if len(before) <= j.Max { // beyond that, more pieces add nothing
		before = append(before, p.text...)
	}
	if p.part {
		if j.pieces == nil {
			j.pieces = map[string][]byte{}
		}
		j.pieces[p.stream] = before
		return nil, p.time, ErrPiece
	}
	delete(j.pieces, p.stream)
	if len(before) > j.Max {
		return nil, p.time, ErrLong
	}
	return before, p.time, nil
}

// Open returns how many lines still miss their last piece.
func (j *Joiner) Open() int { return len(j.pieces) }

// cutTime cuts the time in front of a line, and what CRI runtimes write behind
// it: the stream, and F for a full line or P for a part.
func cutTime(line []byte) (piece, bool) {
	end := bytes.IndexAny(line, " \t")
	if end < len("2006-01-02T15:04:05Z") || line[4] != '-' {
		return piece{}, false
	}
	t, noZone := readTime(string(line[:end]))
	if t.IsZero() || noZone {
		return piece{}, false
	}
	text := bytes.TrimLeft(line[end:], " \t")
	for _, stream := range []string{"stdout", "stderr"} {
		tag, content, _ := bytes.Cut(bytes.TrimPrefix(text, []byte(stream+" ")), []byte(" "))
		if bytes.HasPrefix(text, []byte(stream+" ")) && len(tag) > 0 {
			return piece{stream, t, content, tag[0] == 'P'}, true
		}
	}
	return piece{time: t, text: text}, true
}

// dockerPart reports whether line is a line of Docker's json-file that misses the
// end of the line inside.
func dockerPart(line []byte) bool {
	return bytes.HasPrefix(line, []byte(`{"log":"`)) && !bytes.Contains(line, []byte(`\n","stream":"`))
}

func fromDocker(line []byte) (piece, bool) {
	var wrapped struct {
		Log    string    `json:"log"`
		Stream string    `json:"stream"`
		Time   time.Time `json:"time"`
	}
	if json.Unmarshal(line, &wrapped) != nil || wrapped.Stream != "stdout" && wrapped.Stream != "stderr" {
		return piece{}, false
	}
	text, full := bytes.CutSuffix([]byte(wrapped.Log), []byte("\n"))
	return piece{wrapped.Stream, wrapped.Time, text, !full}, true
}
