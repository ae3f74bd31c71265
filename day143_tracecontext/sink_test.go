package tracecontext

import (
	"context"
	"os"
	"strconv"
	"sync"
	"testing"
)

// rounds multiplies the length of property tests: WORKBOOK_ROUNDS, default 1.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("WORKBOOK_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 1
}

// maxAllocs asserts a ceiling on the allocations of f.
func maxAllocs(t *testing.T, what string, ceiling float64, f func()) {
	t.Helper()
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	if got := testing.AllocsPerRun(1000, f); got > ceiling {
		t.Errorf("%s: %v allocations, want at most %v", what, got, ceiling)
	}
}

// sink is an Exporter that keeps all it gets.
type sink struct {
	mu       sync.Mutex
	spans    []*SpanData
	shutdown int
}

func (s *sink) Export(_ context.Context, spans []*SpanData) error {
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

func (s *sink) all() []*SpanData {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*SpanData(nil), s.spans...)
}

// only returns the single span that s got.
func (s *sink) only(t *testing.T) *SpanData {
	t.Helper()
	spans := s.all()
	if len(spans) != 1 {
		t.Fatalf("exporter got %d spans, want 1", len(spans))
	}
	return spans[0]
}

// newSink returns a tracer and where its spans go.
func newSink(o Options) (*Tracer, *sink) {
	s := &sink{}
	o.Exporter = s
	return NewProvider(o).Tracer("test"), s
}

func mustState(t testing.TB, lines ...string) State {
	t.Helper()
	s, err := ParseState(lines...)
	if err != nil {
		t.Fatalf("ParseState(%q): %v", lines, err)
	}
	return s
}

func mustParent(t testing.TB, s string) SpanContext {
	t.Helper()
	sc, err := ParseTraceparent(s)
	if err != nil {
		t.Fatalf("ParseTraceparent(%q): %v", s, err)
	}
	return sc
}
