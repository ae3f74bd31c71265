package batch_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// sink is an Exporter that keeps all it gets, and counts how often it is shut down.
type sink struct {
	*tracecontext.Ring
	shutdown int
}

func newSink() *sink { return &sink{Ring: tracecontext.NewRing(1 << 20)} }

func (s *sink) Shutdown(context.Context) error { s.shutdown++; return nil }

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
