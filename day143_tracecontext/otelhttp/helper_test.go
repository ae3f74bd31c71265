package otelhttp_test

import (
	"net/http"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// only returns the single span that ring got.
func only(t *testing.T, ring *tracecontext.Ring) *tracecontext.SpanData {
	t.Helper()
	spans := ring.Spans()
	if len(spans) != 1 {
		t.Fatalf("exporter got %d spans, want 1", len(spans))
	}
	return spans[0]
}

// newSink returns a tracer and where its spans go.
func newSink(o tracecontext.Options) (*tracecontext.Tracer, *tracecontext.Ring) {
	ring := tracecontext.NewRing(1 << 20)
	o.Exporter = ring
	return tracecontext.NewProvider(o).Tracer("test"), ring
}

// The ids of a caller.
const (
	tid = "12345678901234567890123456789012"
	pid = "1234567890123456"
)

// roundTrip is an http.RoundTripper out of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
