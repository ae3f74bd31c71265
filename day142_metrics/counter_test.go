package metrics

import (
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// each runs f in n goroutines and waits for all.
func each(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

// The goroutines work for a time and not for a number of rounds: on a busy
// machine a number might be done before the next goroutine begins.
func TestCounterLosesNoAddition(t *testing.T) {
	c := NewRegistry().Counter("sent_bytes_total", "Bytes sent.")
	for addend, limit := range map[float64]time.Duration{2: 50 * time.Millisecond, 0.25: 400 * time.Millisecond} {
		before := c.Value()
		var calls atomic.Int64
		start := time.Now()
		each(4, func(int) {
			for time.Since(start) < limit {
				for range 1000 {
					c.Add(addend)
				}
				c.Inc()
				calls.Add(1)
			}
		})
		n := float64(calls.Load())
		want := before + n*(1000*addend+1)
		if got := c.Value(); got != want {
			t.Errorf("Value() after %v times Inc() and 1000 times Add(%v): got %v, want %v", n, addend, got, want)
		}
	}
}

func TestCounterRefuses(t *testing.T) {
	r := NewRegistry()
	c := r.Counter("sent_bytes_total", "Bytes sent.")
	c.Add(1.5)
	bad := []float64{-1, -0.001, math.NaN(), math.Inf(1), math.Inf(-1)}
	for _, v := range bad {
		c.Add(v)
		c.AddExemplar(v, "4bf92f3577b34da6")
		if got, want := c.Value(), 1.5; got != want {
			t.Fatalf("Add(%v): got value %v, want it left at %v", v, got, want)
		}
	}
	key := `metrics_rejected_samples_total metric="sent_bytes_total"`
	want := float64(2 * len(bad))
	if got := scrape(t, r, text).values()[key]; got != want {
		t.Errorf("%s: got %v, want %v", key, got, want)
	}
}

// Two finite addends can still be infinite together.
func TestCounterDoesNotOverflow(t *testing.T) {
	c := NewRegistry().Counter("sent_bytes_total", "Bytes sent.")
	c.Add(math.MaxFloat64)
	c.Add(math.MaxFloat64)
	if got, want := c.Value(), math.MaxFloat64; got != want {
		t.Errorf("Add(MaxFloat64) twice: got %v, want %v", got, want)
	}
}

// 2^53 a thousand times over is more than 64 bits hold.
func TestCounterDoesNotWrap(t *testing.T) {
	c := NewRegistry().Counter("sent_bytes_total", "Bytes sent.")
	const rounds, addend = 5000, 1 << 53
	for range rounds {
		c.Add(addend)
	}
	want := float64(rounds) * addend
	if got := c.Value(); got != want {
		t.Errorf("Add(2^53) %d times: got %v, want %v", rounds, got, want)
	}
}

func TestCounterNeverSeenFalling(t *testing.T) {
	c := NewRegistry().Counter("sent_bytes_total", "Bytes sent.")
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for last := 0.0; ; {
			v := c.Value()
			if v < last {
				t.Errorf("Value(): got %v after %v, want it never to fall", v, last)
			}
			last = v
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	each(2, func(int) {
		for range 20000 {
			c.Add(0.5)
			c.Add(3)
		}
	})
	close(stop)
	wg.Wait()
}

func TestCounterWithoutRegistry(t *testing.T) {
	var c Counter
	c.Inc()
	c.Add(-1)
	if got, want := c.Value(), 1.0; got != want {
		t.Errorf("the zero Counter after Inc and Add(-1): got %v, want %v", got, want)
	}
}

// The floor under Inc: one atomic addition.
func BenchmarkAtomicAdd(b *testing.B) {
	var n atomic.Uint64
	for b.Loop() {
		n.Add(1)
	}
}

func BenchmarkCounterInc(b *testing.B) {
	c := NewRegistry().Counter("requests_total", "")
	for b.Loop() {
		c.Inc()
	}
}

func BenchmarkCounterAddFraction(b *testing.B) {
	c := NewRegistry().Counter("busy_seconds_total", "")
	for b.Loop() {
		c.Add(0.25)
	}
}
