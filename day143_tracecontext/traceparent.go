package tracecontext

import (
	"errors"
	"fmt"
)

// ErrTraceparent is wrapped by every error of ParseTraceparent.
var ErrTraceparent = errors.New("tracecontext: invalid traceparent")

// traceparentLen is the exact length of a version 00 value:
//
//	00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
//	   3                                36               53
const traceparentLen = 55

// ParseTraceparent reads a traceparent value (W3C Trace Context Level 2, 3.2).
// Version 00 must be exactly 55 bytes of lower-case hex and dashes. A version
// from 01 to fe is read as 00 when byte 55 is absent or a dash, and what follows
// is ignored (3.2.4). Flags that Level 2 does not define are masked away.
// Surrounding white space is an error here; Extract trims it, as HTTP does.
func ParseTraceparent(s string) (SpanContext, error) {
	sc, why := parseTraceparent(s)
	if why != "" {
		return SpanContext{}, fmt.Errorf("%w %.64q: %s", ErrTraceparent, s, why)
	}
	return sc, nil
}

// parseTraceparent returns the broken rule instead of an error, so that Extract
// pays for no formatting when a stranger sends rubbish.
func parseTraceparent(s string) (sc SpanContext, why string) {
	if len(s) < traceparentLen {
		return sc, "shorter than 55 bytes"
	}
	if s[2] != '-' || s[35] != '-' || s[52] != '-' {
		return sc, "no dash at byte 2, 35 or 52"
	}
	var version, flags [1]byte
	// One OR of all digits instead of a branch for each: a bad one sets bit 7.
	bad := unhex(version[:], s[0:2]) | unhex(sc.TraceID[:], s[3:35]) |
		unhex(sc.SpanID[:], s[36:52]) | unhex(flags[:], s[53:55])
	switch {
	case bad&0x80 != 0:
		return SpanContext{}, "a character that is not lower-case hex"
	case version[0] == 0xff:
		return SpanContext{}, "version ff is forbidden"
	case version[0] == 0 && len(s) != traceparentLen:
		return SpanContext{}, "version 00 is exactly 55 bytes"
	case len(s) > traceparentLen && s[traceparentLen] != '-':
		return SpanContext{}, "a later version continues with a dash at byte 55"
	case sc.TraceID == TraceID{}:
		return SpanContext{}, "the trace id is all zeros"
	case sc.SpanID == SpanID{}:
		return SpanContext{}, "the parent id is all zeros"
	}
	sc.Flags = Flags(flags[0]) & knownFlags
	return sc, ""
}

// AppendTraceparent appends the 55 bytes of version 00, whatever version came
// in; an invalid SpanContext appends nothing.
func (sc SpanContext) AppendTraceparent(b []byte) []byte {
	if !sc.Valid() {
		return b
	}
	var text [traceparentLen]byte
	sc.write(&text)
	return append(b, text[:]...)
}

// write fills in all of text. Every byte has its place, so nothing has to be
// appended, and the compiler can drop the bounds checks.
func (sc SpanContext) write(text *[traceparentLen]byte) {
	text[0], text[1], text[2] = '0', '0', '-'
	for i, b := range sc.TraceID {
		text[3+2*i], text[4+2*i] = hexDigits[b>>4], hexDigits[b&0x0f]
	}
	text[35] = '-'
	for i, b := range sc.SpanID {
		text[36+2*i], text[37+2*i] = hexDigits[b>>4], hexDigits[b&0x0f]
	}
	flags := sc.Flags & knownFlags
	text[52], text[53], text[54] = '-', '0', hexDigits[flags]
}

// unhex decodes len(dst) bytes; the result has bit 7 set when a digit is bad.
// hex.Decode is not used because it accepts upper case, and the format doesn't.
func unhex(dst []byte, s string) (bad byte) {
	s = s[:2*len(dst)] // one bounds check here instead of two in the loop
	for i := range dst {
		hi, lo := digits[s[2*i]], digits[s[2*i+1]]
		dst[i] = hi<<4 | lo&0x0f
		bad |= hi | lo
	}
	return bad
}

const hexDigits = "0123456789abcdef"

// digits maps a lower-case hex digit to its value and all else to 0xff.
var digits = func() (t [256]byte) {
	for i := range t {
		t[i] = 0xff
	}
	for i, c := range []byte(hexDigits) {
		t[c] = byte(i)
	}
	return t
}()
