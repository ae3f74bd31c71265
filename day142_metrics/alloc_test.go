package metrics

import (
	"fmt"
	"io"
	"testing"
)

// ceiling checks that f allocates no more often than max.
func ceiling(t *testing.T, call string, want float64, f func()) {
	t.Helper()
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	if got := testing.AllocsPerRun(200, f); got > want {
		t.Errorf("%s: got %v allocations, want at most %v", call, got, want)
	}
}

func TestAllocsOfRecording(t *testing.T) {
	r := NewRegistry()
	c := r.Counter("a_total", "")
	g := r.Gauge("b", "")
	h := r.Histogram("c_seconds", "", DefaultBuckets())
	s := r.Summary("d_seconds", "", []float64{0.5})
	v := r.CounterVec("e_total", "", "route", "method", "class")
	v.With("/orders/{id}", "GET", "2xx")
	ceiling(t, "Counter.Inc", 0, c.Inc)
	ceiling(t, "Counter.Add(0.5)", 0, func() { c.Add(0.5) })
	ceiling(t, "Counter.AddExemplar", 0, func() { c.AddExemplar(1, "4bf92f3577b34da6") })
	ceiling(t, "Gauge.Add", 0, func() { g.Add(1) })
	ceiling(t, "Histogram.Observe", 0, func() { h.Observe(0.3) })
	ceiling(t, "Histogram.ObserveExemplar", 0, func() { h.ObserveExemplar(0.3, "4bf92f3577b34da6") })
	ceiling(t, "Summary.Observe", 0, func() { s.Observe(0.3) })
	ceiling(t, "Vec.With and Inc", 0, func() { v.With("/orders/{id}", "GET", "2xx").Inc() })
}

// A scrape in the memory of the last one: nothing is allocated, whatever the
// number of series.
func TestAllocsOfWriting(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("a_total", "", "route")
	h := r.HistogramVec("b_seconds", "", DefaultBuckets(), "route")
	s := r.Summary("c_seconds", "", []float64{0.5, 0.99})
	for i := range 500 {
		route := fmt.Sprintf("/orders/%d", i)
		v.With(route).Add(0.5)
		h.With(route).ObserveExemplar(0.3, "4bf92f3577b34da6")
		s.Observe(float64(i))
	}
	for f, write := range map[string]func(io.Writer) error{"WriteText": r.WriteText, "WriteOpenMetrics": r.WriteOpenMetrics} {
		ceiling(t, f, 0, func() {
			if err := write(io.Discard); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		})
	}
}
