// Package hop decides what a service sends on: the trace context of one
// outgoing call, given the headers of the request it is serving.
package hop

import (
	"net/http"
	"strings"
)

// Valid reports whether s is a traceparent that may be continued. It is given,
// and right: it accepts later versions, and refuses everything malformed. In a
// valid one the trace id is s[3:35], the parent id s[36:52], the flags s[53:55].
func Valid(s string) bool {
	if len(s) < 55 || s[2] != '-' || s[35] != '-' || s[52] != '-' {
		return false
	}
	for _, field := range []string{s[:2], s[3:35], s[36:52], s[53:55]} {
		if strings.Trim(field, "0123456789abcdef") != "" {
			return false
		}
	}
	tail := s[55:]
	return s[:2] != "ff" && (tail == "" || s[:2] != "00" && tail[0] == '-') &&
		s[3:35] != "00000000000000000000000000000000" && s[36:52] != "0000000000000000"
}

// Next returns the two header values for one call onward, made while serving a
// request with the headers in, which has its names as net/http keeps them and is
// not changed. random returns n random bytes in lower-case hex; it never returns
// zeros. An empty tracestate means that none is sent.
//
// A trace is continued when in has exactly one traceparent and it is Valid. Its
// tracestate goes on as it came, whatever it holds and however long it is.
// Otherwise a new one starts, sampled.
func Next(in http.Header, random func(n int) string) (traceparent, tracestate string) {
	// TODO: decide whether the trace goes on, then write version, trace id,
	// a span id and flags, and say what becomes of tracestate.
	return "", ""
}
