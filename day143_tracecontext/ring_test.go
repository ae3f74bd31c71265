package tracecontext_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

func TestRing(t *testing.T) {
	a, b, c, d := &tracecontext.SpanData{Name: "a"}, &tracecontext.SpanData{Name: "b"},
		&tracecontext.SpanData{Name: "c"}, &tracecontext.SpanData{Name: "d"}
	for name, tt := range map[string]struct {
		exports [][]*tracecontext.SpanData
		want    string
	}{
		"nothing":             {nil, ""},
		"less than its size":  {[][]*tracecontext.SpanData{{a}, {b}}, "ab"},
		"as much":             {[][]*tracecontext.SpanData{{a}, {b}, {c}}, "abc"},
		"more: the last stay": {[][]*tracecontext.SpanData{{a}, {b}, {c}, {d}}, "bcd"},
		"more in one export":  {[][]*tracecontext.SpanData{{a, b, c, d}}, "bcd"},
		"twice around":        {[][]*tracecontext.SpanData{{a, b, c, d}, {a, b, c, d}}, "bcd"},
	} {
		r := tracecontext.NewRing(3)
		for _, spans := range tt.exports {
			if err := r.Export(t.Context(), spans); err != nil {
				t.Errorf("%s: Export: %v", name, err)
			}
		}
		if err := r.Shutdown(t.Context()); err != nil {
			t.Errorf("%s: Shutdown: %v", name, err)
		}
		got := ""
		for _, s := range r.Spans() { // readable after Shutdown too
			got += s.Name
		}
		if got != tt.want {
			t.Errorf("%s: a ring of 3 holds %q, want %q", name, got, tt.want)
		}
	}
}

func TestRingConcurrently(t *testing.T) {
	r := tracecontext.NewRing(10)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				_ = r.Export(t.Context(), []*tracecontext.SpanData{{Name: "x"}})
				_ = r.Spans()
			}
		})
	}
	wg.Wait()
	if n := len(r.Spans()); n != 10 {
		t.Errorf("%d spans held, want 10", n)
	}
}

func TestNewRingPanics(t *testing.T) {
	const want = "a Ring must hold at least one"
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
			t.Errorf("NewRing(0): panic %q, want one that says %q", got, want)
		}
	}()
	tracecontext.NewRing(0)
}
