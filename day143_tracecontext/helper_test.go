package tracecontext_test

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/tracestate"
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

// maxAllocs asserts a ceiling on the allocations of f.
func maxAllocs(t *testing.T, what string, ceiling float64, f func()) {
	t.Helper()
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	if got := testing.AllocsPerRun(1000, f); got > ceiling {
		t.Errorf("%s: %v allocations, want at most %v", what, got, ceiling)
	}
}

func mustState(t testing.TB, lines ...string) tracestate.State {
	t.Helper()
	s, err := tracestate.Parse(lines...)
	if err != nil {
		t.Fatalf("tracestate.Parse(%q): %v", lines, err)
	}
	return s
}

func mustParent(t testing.TB, s string) tracecontext.SpanContext {
	t.Helper()
	sc, err := tracecontext.ParseTraceparent(s)
	if err != nil {
		t.Fatalf("ParseTraceparent(%q): %v", s, err)
	}
	return sc
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
