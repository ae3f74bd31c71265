package metrics

import (
	"math"
	"runtime/metrics"
)

// RegisterRuntime registers gauges of the Go runtime, each read from
// [runtime/metrics] at every scrape:
//
//   - go_goroutines: goroutines that exist
//   - go_heap_bytes: memory of objects, live ones and those not yet swept
//   - go_gc_pause_p99_seconds: 99% of the collector's pauses since the start
//     of the process were no longer than this
func RegisterRuntime(reg *Registry) {
	reg.GaugeFunc("go_goroutines", "Goroutines that exist.", func() float64 {
		return float64(readRuntime("/sched/goroutines:goroutines").Uint64())
	})
	reg.GaugeFunc("go_heap_bytes", "Memory of live objects and of those not yet swept.", func() float64 {
		return float64(readRuntime("/memory/classes/heap/objects:bytes").Uint64())
	})
	reg.GaugeFunc("go_gc_pause_p99_seconds", "The collector's pauses since the start, 99th percentile.", func() float64 {
		h := readRuntime("/sched/pauses/total/gc:seconds").Float64Histogram()
		return runtimeQuantile(h, 0.99)
	})
}

func readRuntime(name string) metrics.Value {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value
}

// runtimeQuantile returns the upper bound of the bucket in which the quantile
// q lies: no estimate, but a value that is surely not exceeded. It is 0 before
// the first observation, and the lower bound for the bucket up to +Inf.
func runtimeQuantile(h *metrics.Float64Histogram, q float64) float64 {
	var total uint64
	for _, n := range h.Counts {
		total += n
	}
	if total == 0 {
		return 0
	}
	rank := uint64(math.Ceil(q * float64(total)))
	bucket, seen := 0, h.Counts[0]
	for seen < rank {
		bucket++
		seen += h.Counts[bucket]
	}
	if upper := h.Buckets[bucket+1]; !math.IsInf(upper, 1) {
		return upper
	}
	return h.Buckets[bucket]
}
