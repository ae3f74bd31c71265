// Package traceparent reads and writes the traceparent header of W3C Trace
// Context: version, trace id, parent id and flags in 55 bytes.
package traceparent

import (
	"encoding/hex"
	"fmt"
)

// Parent is the span that the caller named.
type Parent struct {
	TraceID [16]byte
	SpanID  [8]byte
	Flags   byte // bit 0: sampled, bit 1: the trace id is random
}

// The length of version 00, and the flags that are defined.
const (
	length = 55
	known  = 0x03
)

// Parse reads a traceparent value such as
//
//	00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
//
// and returns an error for anything that the rules in README.md forbid. With an
// error the Parent is zero. s comes from strangers: it may have any length.
func Parse(s string) (Parent, error) {
	// Everything stands at a fixed place, so a length and three dashes replace
	// all splitting.
	if len(s) < length || s[2] != '-' || s[35] != '-' || s[52] != '-' {
		return Parent{}, fmt.Errorf("traceparent %.64q: too short, or a dash is missing", s)
	}
	var p Parent
	var version, flags [1]byte
	if !decode(version[:], s[:2]) || !decode(p.TraceID[:], s[3:35]) ||
		!decode(p.SpanID[:], s[36:52]) || !decode(flags[:], s[53:55]) {
		return Parent{}, fmt.Errorf("traceparent %.64q: not lower-case hex", s)
	}
	switch {
	case version[0] == 0xff:
		return Parent{}, fmt.Errorf("traceparent %.64q: version ff is forbidden", s)
	case version[0] == 0 && len(s) != length:
		return Parent{}, fmt.Errorf("traceparent %.64q: version 00 is exactly 55 bytes", s)
	case len(s) > length && s[length] != '-':
		return Parent{}, fmt.Errorf("traceparent %.64q: a later version goes on with a dash", s)
	case p.TraceID == [16]byte{} || p.SpanID == [8]byte{}:
		return Parent{}, fmt.Errorf("traceparent %.64q: an id is all zeros", s)
	}
	p.Flags = flags[0] & known
	return p, nil
}

// decode is hex.Decode without upper case, which the format forbids.
func decode(dst []byte, s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	_, err := hex.Decode(dst, []byte(s))
	return err == nil
}

// Format writes p as version 00, whatever version it came from. Flags that are
// not defined are written as zero. The ids of p are not zero.
func Format(p Parent) string {
	return fmt.Sprintf("00-%x-%x-%02x", p.TraceID, p.SpanID, p.Flags&known)
}
