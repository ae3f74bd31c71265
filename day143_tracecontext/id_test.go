package tracecontext

import "testing"

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
	if got, want := idWith(1).String(), "ffffffffffffffffff00000000000001"; got != want {
		t.Errorf("TraceID.String() = %q, want %q", got, want)
	}
}
