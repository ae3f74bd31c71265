package tracecontext

import (
	"strings"
	"testing"
)

func TestIDsAreUnique(t *testing.T) {
	seen := map[TraceID]bool{}
	spans := map[SpanID]bool{}
	const n = 100_000
	for range n {
		seen[newTraceID()], spans[newSpanID()] = true, true
	}
	if len(seen) != n || len(spans) != n {
		t.Errorf("%d trace ids and %d span ids out of %d", len(seen), len(spans), n)
	}
	var ones TraceID // each bit that was set in some id
	for id := range seen {
		for i, b := range id {
			ones[i] |= b
		}
	}
	if got, want := ones.String(), strings.Repeat("f", 32); got != want {
		t.Errorf("the bits that were set in any of %d trace ids are %s, want all of them", n, got)
	}
	if got, want := idWith(1).String(), "ffffffffffffffffff00000000000001"; got != want {
		t.Errorf("TraceID.String() = %q, want %q", got, want)
	}
}
