package tracecontext

import (
	"net/http"
	"strings"
	"unsafe"

	"workbook/day143_tracecontext/tracestate"
)

// The names as net/http keeps them, and the length that must survive a hop (3.3.3.1).
const (
	headerParent = "Traceparent"
	headerState  = "Tracestate"
	maxStateLen  = 512
)

// Extract reads the caller's span from request headers. Header names match
// without case; beside a canonical Traceparent, which net/http makes of every
// spelling, no other is looked for. No traceparent, an invalid one, or more than one
// (a rule of the W3C test suite) gives the zero SpanContext, without its tracestate:
// the caller of Extract starts a new trace. A bad tracestate costs itself alone.
func Extract(h http.Header) SpanContext {
	parents, states := headerValues(h)
	if len(parents) != 1 {
		return SpanContext{} // two may disagree, and neither can be trusted
	}
	sc := extractParent(parents[0])
	if sc.Remote && len(states) > 0 {
		sc.State = tracestate.Accept(states)
	}
	return sc
}

// Inject writes sc as traceparent and tracestate, in place of what h has under
// these (canonical) names; a tracestate longer than 512 bytes is truncated by whole
// members. An invalid sc writes nothing.
func Inject(sc SpanContext, h http.Header) {
	if !sc.Valid() {
		return
	}
	// One allocation holds the text and the two one-element value slices that
	// point into it. The conversion is sound because text is not written again.
	c := &struct {
		values [2]string
		text   [traceparentLen]byte
	}{}
	sc.write(&c.text)
	c.values[0] = unsafe.String(&c.text[0], len(c.text))
	h[headerParent] = c.values[0:1:1] // full slices: an Add must not reach the neighbour
	c.values[1] = sc.State.Truncate(maxStateLen).String()
	if c.values[1] == "" {
		delete(h, headerState) // another trace's state must not ride along
		return
	}
	h[headerState] = c.values[1:2:2]
}

func extractParent(value string) SpanContext {
	sc, why := parseTraceparent(value)
	if why != "" { // seldom is there white space around it, as HTTP allows (RFC 9110, 5.6.3)
		sc, why = parseTraceparent(strings.Trim(value, " \t"))
	}
	sc.Remote = why == ""
	return sc
}

// headerValues returns both headers. net/http stores names in canonical form,
// and two look-ups settle it; a header made by hand, without a canonical
// traceparent, is searched for other spellings.
func headerValues(h http.Header) (parents, states []string) {
	parents = h[headerParent]
	if parents != nil {
		return parents, h[headerState]
	}
	for name, values := range h {
		switch {
		case strings.EqualFold(name, headerParent):
			parents = append(parents, values...)
		case strings.EqualFold(name, headerState):
			states = append(states, values...)
		}
	}
	return parents, states
}
