package batch_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// sink is an Exporter that keeps all it gets.
type sink struct {
	mu       sync.Mutex
	spans    []*tracecontext.SpanData
	shutdown int
}

func (s *sink) Export(_ context.Context, spans []*tracecontext.SpanData) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spans = append(s.spans, spans...)
	return nil
}

func (s *sink) Shutdown(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shutdown++
	return nil
}

func (s *sink) all() []*tracecontext.SpanData {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.spans)
}

func randomTraceID() (id tracecontext.TraceID) {
	binary.BigEndian.PutUint64(id[:8], rand.Uint64())
	binary.BigEndian.PutUint64(id[8:], rand.Uint64())
	return id
}

func randomSpanID() (id tracecontext.SpanID) {
	binary.BigEndian.PutUint64(id[:], rand.Uint64())
	return id
}

// canceled is a context that has ended.
func canceled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
