package quantile

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"
)

var inf = math.Inf(1)

// histogram pairs bounds and counts.
func histogram(pairs ...float64) []Bucket {
	var bs []Bucket
	for i := 0; i < len(pairs); i += 2 {
		bs = append(bs, Bucket{pairs[i], pairs[i+1]})
	}
	return bs
}

func TestQuantile(t *testing.T) {
	base := histogram(.1, 10, .5, 30, 1, 40, inf, 40)
	cases := []struct {
		name       string
		q          float64
		buckets    []Bucket
		want, rule string
	}{
		{"at_a_bound", .75, base, "0.5", "rank 30 of 40 is exactly the count of the bucket up to 0.5"},
		{"inside_a_bucket", .5, base, "0.3", "rank 20 lies half way through the 20 requests between 0.1 and 0.5: interpolate in a straight line"},
		{"between_two_requests", .33, base, "0.164", "rank 13.2 of 40 is 3.2 of the 20 in its bucket: the rank is not rounded, there is no request to point at"},
		{"first_bucket", .125, base, "0.05", "the first bucket starts at 0, so rank 5 of its 10 is half of 0.1"},
		{"inf_bucket", .99, histogram(.1, 10, .5, 30, 1, 40, inf, 50), "1", "the +Inf bucket has no width: answer the highest finite bound, and read it as at least"},
		{"empty_buckets", .5, histogram(.1, 0, .2, 0, .4, 8, inf, 8), "0.3", "buckets that nothing fell into are passed over"},
		{"not_sorted", .5, histogram(inf, 40, 1, 40, .1, 10, .5, 30), "0.3", "buckets come in any order"},
		{"nothing_counted", .5, histogram(.1, 0, 1, 0, inf, 0), "NaN", "without requests there is no latency; 0 would look very fast"},
		{"no_inf", .5, histogram(.1, 10, .5, 30), "NaN", "without the +Inf bucket the total is unknown"},
		{"one_bucket", .5, histogram(inf, 10), "NaN", "one bucket says nothing about latency"},
		{"no_buckets", .5, nil, "NaN", "no buckets, no answer"},
		{"below_zero", .2, histogram(-1, 10, 1, 20, inf, 20), "-1", "a first bucket at or below zero has no known start: answer its bound"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Quantile(%v, %v)", c.q, c.buckets), c.want, c.rule, func() string {
				return number(Quantile(c.q, c.buckets))
			})
		})
	}
}

func TestQuantileLeavesItsInput(t *testing.T) {
	t.Run("order_kept", func(t *testing.T) {
		in := histogram(inf, 40, 1, 40, .1, 10, .5, 30)
		want := fmt.Sprint("0.3 and ", in)
		check(t, fmt.Sprintf("Quantile(0.5, %v)", in), want, "sort a copy: somebody else reads these buckets too", func() string {
			mine := slices.Clone(in)
			return number(Quantile(.5, mine)) + " and " + fmt.Sprint(mine)
		})
	})
}

func TestOverall(t *testing.T) {
	idle := histogram(.1, 0, .5, 0, 1, 10, inf, 10)
	busy := histogram(.1, 900, .5, 990, 1, 990, inf, 990)
	cases := []struct {
		name       string
		q          float64
		instances  [][]Bucket
		want, rule string
	}{
		{"two_alike", .5, [][]Bucket{busy, busy}, "0.055", "twice the same is the same"},
		{"other_order", .5, [][]Bucket{busy, histogram(inf, 990, 1, 990, .5, 990, .1, 900)}, "0.055", "add up by bound, not by place: buckets come in any order"},
		{"idle_and_busy", .9, [][]Bucket{idle, busy}, "0.1", "add the buckets, then take the quantile: 10 slow requests of 1000 do not move the p90; a mean of the two p90s would say 0.52"},
		{"p99_of_all", .99, [][]Bucket{idle, busy}, "0.5", "the same for the p99: rank 990 of 1000"},
		{"one_has_no_requests", .5, [][]Bucket{busy, histogram(.1, 0, .5, 0, 1, 0, inf, 0)}, "0.055", "an instance without requests adds nothing"},
		{"nobody", .5, nil, "NaN", "no instances, no answer"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Overall(%v, %v)", c.q, c.instances), c.want, c.rule, func() string {
				return number(Overall(c.q, c.instances))
			})
		})
	}
}

// number rounds to four places.
func number(v float64) string {
	s, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 4, 64), 64)
	return fmt.Sprint(s)
}

// check reports a wrong answer, a panic, or none in time.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	done := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Sprintf("panic: %v", p)
			}
		}()
		done <- f()
	}()
	got := "no answer within 5 s: does every loop end?"
	select {
	case got = <-done:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day146_alerting/promql/quantile.go\n    edit: exercises/day146_alerting/02_quantile/quantile.go", call, got, want, rule)
	}
}
