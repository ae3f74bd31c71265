// Package handler is a complete slog.Handler that writes JSON lines.
package handler

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
)

// New returns a handler that writes each record to w as one line, with one
// call of Write:
//
//	{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"paid","user":"u","http":{"sum":7}}
//
// A zero time is left out. Groups are nested objects; a group that holds
// nothing is left out, an attr that is empty too, and the members of a group
// without a name belong to the parent. WithGroup("") changes nothing. Attrs given
// to WithAttrs are resolved and formatted there, once, not at each record. The
// level is opts.Level, asked each time, or Info; opts may be nil, and its other
// fields do not count.
//
// The handler and all that are derived from it may be used from several
// goroutines. They take turns at w, and hold no lock while they format: a
// LogValue may log through the same handler. What the caller gave, attrs and
// record, is not changed. An error of w is returned.
//
// TODO: return a type of your own with the four methods of slog.Handler.
func New(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	return nil
}

// AppendKey is given: it appends the key and a colon to an unfinished JSON
// object, with a comma before it when one is due. None is due when b is empty
// or ends in an opening brace. So what you cut off the end of b leaves no trace.
func AppendKey(b []byte, key string) []byte {
	if len(b) > 0 && b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return append(appendText(b, key), ':')
}

// AppendValue is given: it appends v as JSON. v must be resolved and no group.
// Whatever cannot be marshalled is appended as the text of its error.
func AppendValue(b []byte, v slog.Value) (out []byte) {
	defer func() {
		if r := recover(); r != nil {
			out = appendText(b, fmt.Sprintf("!PANIC: %v", r))
		}
	}()
	x := v.Any()
	if err, ok := x.(error); ok {
		x = err.Error()
	}
	text, err := json.Marshal(x)
	if err != nil {
		return appendText(b, "!ERROR: "+err.Error())
	}
	return append(b, text...)
}

func appendText(b []byte, s string) []byte {
	text, _ := json.Marshal(s) // a string always marshals
	return append(b, text...)
}
