package histogram

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestBuckets(t *testing.T) {
	bounds := []float64{0.1, 0.5, 1}
	for _, c := range []struct {
		name     string
		observed []float64
		want     string
		rule     string
	}{
		{"none", nil, "[0 0 0 0] count 0 sum 0", "there is one bucket for each bound and one more for +Inf, from the start"},
		{"one_in_each", []float64{0.05, 0.25, 0.75, 3}, "[1 2 3 4] count 4 sum 4.05", "a bucket counts all observations up to its bound, those of the buckets below included"},
		{"only_the_first", []float64{0.05, 0.05}, "[2 2 2 2] count 2 sum 0.1", "a bucket counts all observations up to its bound, those of the buckets below included"},
		{"on_the_bound", []float64{0.5}, "[0 1 1 1] count 1 sum 0.5", "le means less or equal: the bound belongs to its bucket"},
		{"just_above", []float64{math.Nextafter(0.5, 1)}, "[0 0 1 1] count 1 sum 0.5000000000000001", "what is above the bound belongs to the next bucket"},
		{"above_all_bounds", []float64{2, 200}, "[0 0 0 2] count 2 sum 202", "the +Inf bucket counts everything, what is above all bounds included; the count equals it"},
		{"negative", []float64{-1}, "[1 1 1 1] count 1 sum -1", "what is below the first bound is in the first bucket"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("New(%v), Observe of each of %v", bounds, c.observed), c.want, c.rule, func() string {
				return observed(New(bounds), c.observed...)
			})
		})
	}
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		v    float64
	}{{"NaN", math.NaN()}, {"plus_infinity", math.Inf(1)}, {"minus_infinity", math.Inf(-1)}} {
		t.Run(c.name, func(t *testing.T) {
			want := "[1 1] count 1 sum 0.5"
			check(t, fmt.Sprintf("New([1]), Observe(0.5), Observe(%v)", c.v), want, "neither NaN nor an infinity can ever be got out of the sum again", func() string {
				return observed(New([]float64{1}), 0.5, c.v)
			})
		})
	}
}

func TestOwnsItsData(t *testing.T) {
	t.Run("bounds", func(t *testing.T) {
		want := "[0 1 1] count 1 sum 1.5"
		check(t, "New(bounds), then the caller changes bounds[0], then Observe(1.5)", want, "the slice of bounds is the caller's: copy it", func() string {
			bounds := []float64{1, 2}
			h := New(bounds)
			bounds[0] = 100
			return observed(h, 1.5)
		})
	})
	t.Run("snapshot", func(t *testing.T) {
		want := "[1 1] count 1 sum 0.5"
		check(t, "Snapshot(), then the caller changes it, then Snapshot()", want, "a snapshot is the caller's to keep and to change: give out copies", func() string {
			h := New([]float64{1})
			h.Observe(0.5)
			s := h.Snapshot()
			for i := range s.Cumulative {
				s.Cumulative[i] = 1000
			}
			return observed(h)
		})
	})
	t.Run("earlier_snapshot", func(t *testing.T) {
		want := "[1 1] count 1 sum 0.5"
		check(t, "s := Snapshot(), then Observe(0.5) and Snapshot() again, then s", want, "a snapshot is the caller's to keep: a later one does not change it", func() string {
			h := New([]float64{1})
			h.Observe(0.5)
			s := h.Snapshot()
			observed(h, 0.5)
			return fmt.Sprintf("%v count %d sum %v", s.Cumulative, s.Count, s.Sum)
		})
	})
}

func TestOneMoment(t *testing.T) {
	const rule = "buckets, count and sum of a snapshot come from one moment, with observations under way"
	t.Run("sum_and_count", func(t *testing.T) {
		want := "sum is always half of count"
		check(t, "Snapshot() beside 4 goroutines that Observe(0.5)", want, rule, func() string {
			return beside(func(s Snapshot) string {
				if s.Sum != float64(s.Count)*0.5 {
					return fmt.Sprintf("sum %v with count %d", s.Sum, s.Count)
				}
				return ""
			}, want)
		})
	})
	t.Run("buckets_and_count", func(t *testing.T) {
		want := "the bucket of 0.5 always equals count"
		check(t, "Snapshot() beside 4 goroutines that Observe(0.5)", want, rule, func() string {
			return beside(func(s Snapshot) string {
				if len(s.Cumulative) != 2 || s.Cumulative[0] != s.Count || s.Cumulative[1] != s.Count {
					return fmt.Sprintf("%v with count %d", s.Cumulative, s.Count)
				}
				return ""
			}, want)
		})
	})
}

// observed feeds h and says what a snapshot of it holds.
func observed(h *Histogram, values ...float64) string {
	for _, v := range values {
		h.Observe(v)
	}
	s := h.Snapshot()
	return fmt.Sprintf("%v count %d sum %v", s.Cumulative, s.Count, s.Sum)
}

// beside takes 100,000 snapshots, or as many as a second allows, while 4
// goroutines observe: the moment between two locked sections is short, and few
// fall into it. It returns the first complaint of broken, else that an
// observation is missing, else fine.
func beside(broken func(Snapshot) string, fine string) string {
	h := New([]float64{1})
	var wg sync.WaitGroup
	var stop atomic.Bool
	var observed atomic.Uint64
	for range 4 {
		wg.Go(func() {
			for !stop.Load() {
				h.Observe(0.5)
				observed.Add(1)
				runtime.Gosched() // on one processor too, everybody has a turn
			}
		})
	}
	complaint := ""
	end := time.Now().Add(time.Second)
	for i := 0; i < 100_000 && complaint == "" && time.Now().Before(end); i++ {
		complaint = broken(h.Snapshot())
		runtime.Gosched()
	}
	stop.Store(true)
	wg.Wait()
	if got, want := h.Snapshot().Count, observed.Load(); complaint == "" && (got != want || want == 0) {
		complaint = fmt.Sprintf("count %d after %d observations", got, want)
	}
	if complaint != "" {
		return complaint
	}
	return fine
}

// check compares what f returns with want. A panic in f, or no end within five
// seconds, is a failure of this case alone.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	result := make(chan string, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				result <- fmt.Sprint("panic: ", v)
			}
		}()
		result <- f()
	}()
	got := "no result within 5 seconds: something waits forever"
	select {
	case got = <-result:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day142_metrics/histogram.go\nedit: exercises/day142_metrics/02_histogram/histogram.go",
			call, got, want, rule)
	}
}
