package metrics

import (
	"fmt"
	"io"
	"math/rand"
	"sync/atomic"
	"testing"
)

func BenchmarkFloor(b *testing.B) {
	var n atomic.Uint64
	for b.Loop() {
		n.Add(1)
	}
}
func BenchmarkCounterInc(b *testing.B) {
	c := NewRegistry().Counter("requests_total", "h")
	for b.Loop() {
		c.Inc()
	}
}
func BenchmarkCounterAddFloat(b *testing.B) {
	c := NewRegistry().Counter("requests_total", "h")
	for b.Loop() {
		c.Add(0.5)
	}
}
func BenchmarkWith3(b *testing.B) {
	v := NewRegistry().CounterVec("requests_total", "h", "route", "method", "class")
	v.With("/orders/{id}", "GET", "2xx")
	r, m, c := "/orders/{id}", "GET", "2xx"
	b.ReportAllocs()
	for b.Loop() {
		v.With(r, m, c).Inc()
	}
}

var b12 = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20}

func vals() []float64 {
	r := rand.New(rand.NewSource(1))
	v := make([]float64, 1024)
	for i := range v {
		v[i] = r.ExpFloat64() * .2
	}
	return v
}
func BenchmarkObserve(b *testing.B) {
	h := NewRegistry().Histogram("lat_seconds", "h", b12)
	v := vals()
	i := 0
	for b.Loop() {
		h.Observe(v[i&1023])
		i++
	}
}
func BenchmarkObserveConst(b *testing.B) {
	h := NewRegistry().Histogram("lat_seconds", "h", b12)
	for b.Loop() {
		h.Observe(.03)
	}
}
func BenchmarkObserveParallel(b *testing.B) {
	h := NewRegistry().Histogram("lat_seconds", "h", b12)
	v := vals()
	b.RunParallel(func(pb *testing.PB) {
		i := 0
		for pb.Next() {
			h.Observe(v[i&1023])
			i++
		}
	})
}
func BenchmarkWriteText(b *testing.B) {
	for _, n := range []int{1000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			reg := NewRegistry()
			v := reg.CounterVec("requests_total", "h", "route", "method", "class").Limit(n)
			for _, i := range rand.Perm(n) {
				v.With(fmt.Sprintf("/orders/%d", i), "GET", "2xx").Add(float64(i))
			}
			reg.WriteText(io.Discard)
			b.ReportAllocs()
			for b.Loop() {
				reg.WriteText(io.Discard)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/series")
		})
	}
}
