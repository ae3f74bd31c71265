package otlp_test

import (
	"net/http"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// remote is the caller that these headers tell of.
func remote(t testing.TB, traceparent, tracestate string) tracecontext.SpanContext {
	t.Helper()
	sc := tracecontext.Extract(http.Header{"Traceparent": {traceparent}, "Tracestate": {tracestate}})
	if !sc.Valid() || sc.State.String() != tracestate {
		t.Fatalf("Extract of traceparent %q, tracestate %q: %+v", traceparent, tracestate, sc)
	}
	return sc
}

// roundTrip is an http.RoundTripper out of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
