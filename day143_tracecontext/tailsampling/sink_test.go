package tailsampling_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sync"

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

// exportFunc is an Exporter out of a function.
type exportFunc func([]*tracecontext.SpanData) error

func (f exportFunc) Export(_ context.Context, spans []*tracecontext.SpanData) error { return f(spans) }
func (f exportFunc) Shutdown(context.Context) error                                 { return nil }

// idWith returns a trace id with these low 56 bits, and ones above them that
// must not matter.
func idWith(r uint64) (id tracecontext.TraceID) {
	binary.BigEndian.PutUint64(id[:8], 0xffffffffffffffff)
	binary.BigEndian.PutUint64(id[8:], r|0xff<<56)
	return id
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
