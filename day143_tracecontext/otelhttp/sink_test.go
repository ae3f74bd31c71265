package otelhttp_test

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// sink is an Exporter that keeps all it gets.
type sink struct {
	mu    sync.Mutex
	spans []*tracecontext.SpanData
}

func (s *sink) Export(_ context.Context, spans []*tracecontext.SpanData) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spans = append(s.spans, spans...)
	return nil
}

func (s *sink) Shutdown(context.Context) error { return nil }

func (s *sink) all() []*tracecontext.SpanData {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.spans)
}

// only returns the single span that s got.
func (s *sink) only(t *testing.T) *tracecontext.SpanData {
	t.Helper()
	spans := s.all()
	if len(spans) != 1 {
		t.Fatalf("exporter got %d spans, want 1", len(spans))
	}
	return spans[0]
}

// newSink returns a tracer and where its spans go.
func newSink(o tracecontext.Options) (*tracecontext.Tracer, *sink) {
	s := &sink{}
	o.Exporter = s
	return tracecontext.NewProvider(o).Tracer("test"), s
}

// The ids of a caller.
const (
	tid = "12345678901234567890123456789012"
	pid = "1234567890123456"
)

// roundTrip is an http.RoundTripper out of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
