package metrics

import (
	"math"
	"runtime"
	"runtime/metrics"
	"testing"
)

func TestRegisterRuntime(t *testing.T) {
	r := NewRegistry()
	RegisterRuntime(r)
	runtime.GC()
	values := scrape(t, r, openMetrics).values()
	for name, bounds := range map[string][2]float64{
		"go_goroutines":           {1, 1e5},
		"go_heap_bytes":           {1e4, 1e11},
		"go_gc_pause_p99_seconds": {1e-9, 10},
	} {
		if got, ok := values[name]; !ok || got < bounds[0] || got > bounds[1] {
			t.Errorf("%s: got %v, want between %v and %v", name, got, bounds[0], bounds[1])
		}
	}
}

func TestRuntimeQuantile(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name   string
		counts []uint64
		want   float64
	}{
		{"empty", []uint64{0, 0, 0}, 0},
		{"all in the first", []uint64{100, 0, 0}, 1},
		{"99 of 100", []uint64{99, 1, 0}, 1},
		{"98 of 100", []uint64{98, 2, 0}, 2},
		{"in the last", []uint64{0, 0, 5}, 2},
	}
	for _, tt := range tests {
		h := &metrics.Float64Histogram{Counts: tt.counts, Buckets: []float64{0, 1, 2, inf}}
		if got := runtimeQuantile(h, 0.99); got != tt.want {
			t.Errorf("%s: runtimeQuantile(%v, 0.99): got %v, want %v", tt.name, tt.counts, got, tt.want)
		}
	}
}
