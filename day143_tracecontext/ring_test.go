package tracecontext

import (
	"context"
	"sync"
	"testing"
)

func TestRing(t *testing.T) {
	r := NewRing(3)
	if len(r.Spans()) != 0 || len(Traces(r.Spans())) != 0 {
		t.Error("a new ring is not empty")
	}
	a, b, c, d := made("a", 1, 1, 0, 0, 1), made("b", 1, 2, 0, 0, 1), made("c", 1, 3, 0, 0, 1), made("d", 1, 4, 0, 0, 1)
	b.Context.TraceID[0], c.Context.TraceID[0], d.Context.TraceID[0] = 1, 2, 1
	for n, want := range map[int]string{2: "ab", 3: "abc", 4: "bcd"} {
		r := NewRing(3)
		export(t, r, []*SpanData{a, b, c, d}[:n]...)
		got := ""
		for _, s := range r.Spans() {
			got += s.Name
		}
		if got != want {
			t.Errorf("after %d spans a ring of 3 holds %q, want %q", n, got, want)
		}
	}
	if err := r.Export(context.Background(), []*SpanData{a, b, c, d}); err != nil || r.Shutdown(context.Background()) != nil {
		t.Error(err)
	}
	traces := Traces(r.Spans())
	if len(traces) != 2 || len(traces[0]) != 2 || traces[0][0] != d || traces[1][0] != c {
		t.Errorf("Traces(r.Spans()) = %v, want the trace of d and b, then that of c", traces)
	}
}

func TestRingConcurrently(t *testing.T) {
	r := NewRing(10)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				_ = r.Export(context.Background(), []*SpanData{made("x", 1, 1, 0, 0, 1)})
				_ = Traces(r.Spans())
			}
		})
	}
	wg.Wait()
	if n := len(r.Spans()); n != 10 {
		t.Errorf("%d spans held, want 10", n)
	}
}
