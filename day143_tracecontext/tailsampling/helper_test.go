package tailsampling_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"

	tracecontext "workbook/day143_tracecontext"
)

// newRing returns an Exporter that keeps all it gets.
func newRing() *tracecontext.Ring { return tracecontext.NewRing(1 << 20) }

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
