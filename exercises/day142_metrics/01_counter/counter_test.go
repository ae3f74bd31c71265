package counter

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"
)

func TestInc(t *testing.T) {
	t.Run("once", func(t *testing.T) {
		want := "1"
		check(t, "Inc(), then Value()", want, "Inc adds one to a counter that starts at zero", func() string {
			var c Counter
			c.Inc()
			return fmt.Sprint(c.Value())
		})
	})
}

func TestAdd(t *testing.T) {
	for _, c := range []struct {
		name string
		adds []float64
		want string
		rule string
	}{
		{"whole", []float64{2, 3}, "[true true] value 5 rejected 0", "Add returns true when it has added"},
		{"fraction", []float64{0.25, 0.5}, "[true true] value 0.75 rejected 0", "a counter of seconds or of money counts fractions too"},
		{"zero", []float64{1, 0}, "[true true] value 1 rejected 0", "zero is no fall, and no error"},
		{"large", []float64{1e18, 1e18}, "[true true] value 2e+18 rejected 0", "a float64 holds what an integer would wrap around at"},
		{"too_large_together", []float64{math.MaxFloat64, math.MaxFloat64}, "[true false] value 1.7976931348623157e+308 rejected 1", "an infinity can never be got out of the sum again, however it got in: refuse what would make the sum infinite"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Add of each of %v", c.adds), c.want, c.rule, func() string { return added(c.adds) })
		})
	}
}

func TestAddRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		v    float64
		rule string
	}{
		{"negative", -1, "a counter never falls: a negative number is refused, without a panic"},
		{"just_below_zero", -1e-9, "a counter never falls, by however little"},
		{"NaN", math.NaN(), "NaN can never be got out of a sum again; every comparison with it is false, so v < 0 does not find it"},
		{"plus_infinity", math.Inf(1), "an infinity can never be got out of a sum again"},
		{"minus_infinity", math.Inf(-1), "an infinity can never be got out of a sum again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "[true false true] value 3 rejected 1"
			check(t, fmt.Sprintf("Add(1), Add(%v), Add(2)", c.v), want, c.rule, func() string {
				return added([]float64{1, c.v, 2})
			})
		})
	}
}

func TestConcurrent(t *testing.T) {
	const goroutines, rounds = 8, 2000
	for _, c := range []struct {
		name string
		add  func(*Counter)
		each float64
	}{
		{"inc", (*Counter).Inc, 1},
		{"add", func(c *Counter) { c.Add(0.5) }, 0.5},
		{"both", func(c *Counter) { c.Inc(); c.Add(0.25) }, 1.25},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := fmt.Sprint(goroutines * rounds * c.each)
			call := fmt.Sprintf("Value() after %d goroutines added %v in all", goroutines, c.each*rounds*goroutines)
			check(t, call, want, "load, add and store are three steps; what others stored between them must not be lost", func() string {
				var counter Counter
				var wg sync.WaitGroup
				for range goroutines {
					wg.Go(func() {
						for range rounds {
							c.add(&counter)
						}
					})
				}
				wg.Wait()
				return fmt.Sprint(counter.Value())
			})
		})
	}
}

func TestConcurrentRefusals(t *testing.T) {
	t.Run("NaN", func(t *testing.T) {
		const goroutines, rounds = 8, 2000
		want := fmt.Sprint("value 0 rejected ", goroutines*rounds)
		check(t, fmt.Sprintf("%d goroutines, each %d times Add(NaN)", goroutines, rounds), want, "refusals are counted from any number of goroutines too, and none is lost", func() string {
			var counter Counter
			var wg sync.WaitGroup
			for range goroutines {
				wg.Go(func() {
					for range rounds {
						counter.Add(math.NaN())
					}
				})
			}
			wg.Wait()
			return fmt.Sprintf("value %v rejected %d", counter.Value(), counter.Rejected())
		})
	})
}

func TestValue(t *testing.T) {
	t.Run("never_falls", func(t *testing.T) {
		want := "no fall, 1500 at the end"
		check(t, "Value() beside 2000 times Add(0.75)", want, "the reader takes part in the discipline of the writers: it must not see half an addition", func() string {
			var c Counter
			done := make(chan struct{})
			go func() {
				defer close(done)
				for range 2000 {
					c.Add(0.75)
				}
			}()
			for last := 0.0; ; {
				v := c.Value()
				if v < last {
					<-done
					return fmt.Sprintf("%v after %v", v, last)
				}
				last = v
				select {
				case <-done:
					return fmt.Sprintf("no fall, %v at the end", c.Value())
				default:
				}
			}
		})
	})
}

// added feeds a new counter and says what came of it.
func added(adds []float64) string {
	var c Counter
	var ok []bool
	for _, v := range adds {
		ok = append(ok, c.Add(v))
	}
	return fmt.Sprintf("%v value %v rejected %d", ok, c.Value(), c.Rejected())
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
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day142_metrics/counter.go\nedit: exercises/day142_metrics/01_counter/counter.go",
			call, got, want, rule)
	}
}
