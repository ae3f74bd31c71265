package tracecontext_test

import (
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

func TestIDsAreUnique(t *testing.T) {
	seen := map[tracecontext.TraceID]bool{}
	spans := map[tracecontext.SpanID]bool{}
	const n = 100_000
	tracer := tracecontext.NewProvider(tracecontext.Options{Sampler: tracecontext.AlwaysOff}).Tracer("test")
	for range n {
		_, span := tracer.Start(t.Context(), "work")
		seen[span.Context().TraceID], spans[span.Context().SpanID] = true, true
	}
	if len(seen) != n || len(spans) != n {
		t.Errorf("%d trace ids and %d span ids out of %d", len(seen), len(spans), n)
	}
	var ones tracecontext.TraceID // each bit that was set in some id
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
