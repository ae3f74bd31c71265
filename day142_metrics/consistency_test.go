package metrics

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// observeWhile observes v from 4 goroutines while f runs.
func observeWhile(h *Histogram, v float64, f func()) {
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					h.Observe(v)
				}
			}
		})
	}
	f()
	close(stop)
	wg.Wait()
}

// Whoever observes a constant must always see sum = count * constant, and the
// +Inf bucket equal to the count. With independent atomics it is not so in more
// than half of all scrapes.
func TestHistogramScrapeIsConsistent(t *testing.T) {
	r := NewRegistry()
	h := r.Histogram("lat_seconds", "", []float64{0.1, 0.25, 1})
	const constant = 0.25 // a power of two: its multiples are exact
	scrapes := rounds(t, 3000)
	if raceEnabled() {
		scrapes = rounds(t, 300)
	}
	observeWhile(h, constant, func() {
		for i := range scrapes {
			values := scrape(t, r, format(i%2)).values()
			sum, count := values["lat_seconds_sum"], values["lat_seconds_count"]
			if want := count * constant; sum != want {
				t.Fatalf("scrape %d: got sum %v with count %v, want %v", i, sum, count, want)
			}
			inside := 0.0
			for key, v := range values {
				if strings.Contains(key, `le="1`) {
					inside = v
				}
			}
			if inside != count {
				t.Fatalf("scrape %d: got %v up to le=1 with count %v, want the same", i, inside, count)
			}
		}
	})
}

// What a goroutine has observed is in every later scrape, whichever shard it
// went to; and what happened later is never seen without what came before.
func TestHistogramScrapeIsOneMoment(t *testing.T) {
	h := NewRegistry().Histogram("lat_seconds", "", []float64{1, 2})
	turn, stop := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // observes first, then hands over to the other goroutine
		for {
			h.Observe(0.5)
			select {
			case turn <- struct{}{}:
			case <-stop:
				return
			}
		}
	})
	wg.Go(func() {
		for {
			select {
			case <-turn:
				h.Observe(1.5)
			case <-stop:
				return
			}
		}
	})
	for i := range 5000 {
		counts := make([]uint64, 3)
		h.read(counts)
		if counts[1] > counts[0] {
			t.Fatalf("scrape %d: got %d second observations and %d first ones, want at least as many first ones", i, counts[1], counts[0])
		}
	}
	close(stop)
	wg.Wait()
}

// A scrape that waits for its last shard holds all the others: it may not let
// go of one that it has read, or what is observed next is seen without what was
// observed before.
func TestHistogramScrapeHoldsAllShards(t *testing.T) {
	h := NewRegistry().Histogram("lat_seconds", "", nil)
	last := len(h.shards) - 1
	h.shards[last].mu.Lock()
	done := make(chan struct{})
	go func() { h.read(make([]uint64, 1)); close(done) }()
	deadline := time.Now().Add(2 * time.Second)
	for i := 0; i < last; {
		if !h.shards[i].mu.TryLock() {
			i++ // the scrape has it
			continue
		}
		h.shards[i].mu.Unlock()
		if time.Now().After(deadline) {
			t.Errorf("shard %d of %d: got it free while the scrape waits for the last one, want it held", i, last+1)
			break
		}
		runtime.Gosched()
	}
	h.shards[last].mu.Unlock()
	<-done
}
