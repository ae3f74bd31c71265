package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestHistogramBoundIsInclusive(t *testing.T) {
	r := NewRegistry()
	h := r.Histogram("lat_seconds", "", []float64{0.1, 0.5, 1})
	for _, v := range []float64{0.1, 0.10000001, 0.5, 1, 1.5, -1} {
		h.Observe(v)
	}
	want := `# TYPE lat_seconds histogram
lat_seconds_bucket{le="0.1"} 2
lat_seconds_bucket{le="0.5"} 4
lat_seconds_bucket{le="1"} 5
lat_seconds_bucket{le="+Inf"} 6
lat_seconds_sum 2.20000001
lat_seconds_count 6
`
	if got := written(t, r, text); got != want {
		t.Errorf("page: got\n%s\nwant\n%s", got, want)
	}
}

func TestHistogramRefuses(t *testing.T) {
	r := NewRegistry()
	h := r.Histogram("lat_seconds", "", []float64{1})
	h.Observe(0.5)
	before := written(t, r, text)
	bad := []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64}
	for _, v := range bad {
		h.Observe(v)
		h.ObserveExemplar(v, "4bf92f3577b34da6")
		if got := written(t, r, text); !strings.HasPrefix(got, before) {
			t.Errorf("Observe(%v): got page\n%s\nwant it to begin as before\n%s", v, got, before)
		}
	}
	key := `metrics_rejected_samples_total metric="lat_seconds"`
	if got, want := scrape(t, r, text).values()[key], float64(2*len(bad)); got != want {
		t.Errorf("%s: got %v, want %v", key, got, want)
	}
}

func TestHistogramCopiesBounds(t *testing.T) {
	r := NewRegistry()
	bounds := []float64{1, 2}
	h := r.Histogram("lat_seconds", "", bounds)
	bounds[0] = 100
	h.Observe(1.5)
	if got, want := scrape(t, r, text).values()[`lat_seconds_bucket le="1"`], 0.0; got != want {
		t.Errorf("le=1 after the caller changed its slice: got %v, want %v", got, want)
	}
}

func TestHistogramLosesNoObservation(t *testing.T) {
	h := NewRegistry().Histogram("lat_seconds", "", DefaultBuckets())
	const goroutines, rounds = 16, 3000
	each(goroutines, func(i int) {
		for range rounds {
			h.Observe(float64(i))
		}
	})
	total, sum := h.read(make([]uint64, 12))
	if want := uint64(goroutines * rounds); total != want {
		t.Errorf("count: got %d, want %d", total, want)
	}
	if want := float64(rounds * goroutines * (goroutines - 1) / 2); sum != want {
		t.Errorf("sum: got %v, want %v", sum, want)
	}
}

// With every shard taken, an observer waits for its own.
func TestHistogramWaitsForAShard(t *testing.T) {
	h := NewRegistry().Histogram("lat_seconds", "", nil)
	for i := range h.shards {
		h.shards[i].mu.Lock()
	}
	done := make(chan struct{})
	go func() { h.Observe(1); close(done) }()
	for i := range h.shards {
		h.shards[i].mu.Unlock()
	}
	<-done
	if total, _ := h.read(make([]uint64, 1)); total != 1 {
		t.Errorf("count: got %d, want 1", total)
	}
}

func TestHistogramNegativeBounds(t *testing.T) {
	r := NewRegistry()
	r.Histogram("drift_seconds", "", []float64{-1, 0, 1}).Observe(-0.5)
	want := `# TYPE drift_seconds histogram
drift_seconds_bucket{le="-1.0"} 0
drift_seconds_bucket{le="0.0"} 1
drift_seconds_bucket{le="1.0"} 1
drift_seconds_bucket{le="+Inf"} 1
# EOF
`
	if got := written(t, r, openMetrics); got != want {
		t.Errorf("OpenMetrics page: got\n%s\nwant no sum, which may fall:\n%s", got, want)
	}
	if _, found := scrape(t, r, text).values()["drift_seconds_sum"]; !found {
		t.Errorf("text page: got no sum, want one")
	}
}

// Buckets stand in order of number, not of text: "10" comes after "5".
func TestHistogramBucketOrder(t *testing.T) {
	r := NewRegistry()
	r.Histogram("lat_seconds", "", []float64{0.5, 5, 10, 100})
	var got []string
	for _, s := range scrape(t, r, openMetrics)[0].samples {
		if le, ok := s.labels["le"]; ok {
			got = append(got, le)
		}
	}
	want := []string{"0.5", "5.0", "10.0", "100.0", "+Inf"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("le values: got %q, want %q", got, want)
	}
}

// benchBounds are twelve, and benchValues fall into all of them.
func benchBounds() []float64 { return append(DefaultBuckets(), 20) }

func benchValues() []float64 {
	rng := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 1024)
	for i := range values {
		values[i] = 0.2 * rng.ExpFloat64()
	}
	return values
}

func BenchmarkHistogramObserve(b *testing.B) {
	h := NewRegistry().Histogram("lat_seconds", "", benchBounds())
	values := benchValues()
	for i := 0; b.Loop(); i++ {
		h.Observe(values[i%len(values)])
	}
}

func BenchmarkHistogramObserveParallel(b *testing.B) {
	h := NewRegistry().Histogram("lat_seconds", "", benchBounds())
	values := benchValues()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			h.Observe(values[i%len(values)])
		}
	})
}
