package rate

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

// every returns points 15 s apart; from is in seconds.
func every(from int64, values ...float64) []Point {
	var ps []Point
	for i, v := range values {
		ps = append(ps, Point{(from + 15*int64(i)) * 1000, v})
	}
	return ps
}

func TestRate(t *testing.T) {
	const nothing = "nothing"
	cases := []struct {
		name   string
		points []Point
		want   string // a second, times 60: the increase in a minute
		rule   string
	}{
		{"steady", every(15, 150, 160, 170, 180), "40", "the points cover 45 s of 60; stretch 30 to the edges, which are within 1.1 average gaps of 15 s"},
		{"one_point", every(60, 7), nothing, "one point has no slope: there is no answer, which is not 0"},
		{"no_points", nil, nothing, "no points, no answer"},
		{"outside_points", every(-30, 1, 2, 3, 100, 110, 120, 130), "40", "points at or before the start are outside: the window is open on the left"},
		{"left_edge_is_open", every(0, 100, 100, 101, 101, 101), "1.3333", "the point at the start is outside, so the increase of 1 is seen over 45 s and stretched to 60"},
		{"reset", every(15, 1010, 1020, 5, 15), "33.3333", "at a drop the counter restarted from 0: add the value before the drop"},
		{"two_resets", every(15, 100, 30, 80, 10), "120", "every drop is a restart, not only the first"},
		{"ends_early", every(15, 100, 110), "25", "an edge 1.1 gaps away or more means that the series ended: go on by half a gap only"},
		{"starts_late", every(45, 100, 110), "15", "the same on the left: half a gap of 15 s"},
		{"cannot_be_negative", every(15, 2, 12, 22, 32), "32", "going back in a straight line the counter is 0 after 3 s: stretch no further to the left"},
		{"born_constant", every(30, 1, 1, 1), "0", "a series born at 1 that stays there has no increase: its first error is unseen"},
		{"uneven", []Point{{10000, 100}, {20000, 110}, {50000, 140}}, "60", "the gap is the average one: here 20 s, so both edges, 10 s away, are near"},
		{"uneven_edges", []Point{{10000, 100}, {13000, 103}, {40000, 130}, {43000, 133}}, "48.5", "the gap is the average one, here 11 s and not 3: the left edge, 10 s away, is near, and the right one, 17 s away, is not"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Rate(%v, 0, 60000) * 60", c.points), c.want, c.rule, func() string {
				r, ok := Rate(c.points, 0, 60000)
				if !ok {
					return nothing
				}
				return number(r * 60)
			})
		})
	}
}

func TestRateIsPerSecondOfTheWindow(t *testing.T) {
	t.Run("five_minutes", func(t *testing.T) {
		check(t, "Rate(600, 610, ... every 15 s, 0, 300000)", "0.6667", "divide by the length of the window in seconds", func() string {
			r, ok := Rate(every(15, 600, 610, 620, 630, 640, 650, 660, 670, 680, 690, 700, 710, 720, 730, 740, 750, 760, 770, 780, 790), 0, 300000)
			if !ok {
				return "nothing"
			}
			return number(r)
		})
	})
}

func TestSum(t *testing.T) {
	a, b := every(15, 1000, 1010, 1020, 1030), every(15, 500, 0, 10, 20)
	cases := []struct {
		name       string
		instances  [][]Point
		want, rule string
	}{
		{"two_instances", [][]Point{a, a}, "80", "the rate of a service is the sum of the rates of its instances"},
		{"one_restarts", [][]Point{a, b}, "66.6667", "rates first, then the sum: the sum of the counters drops at the restart of one, as if all had restarted"},
		{"one_has_no_answer", [][]Point{a, every(60, 5)}, "40", "an instance without an answer adds nothing"},
		{"none_has_an_answer", [][]Point{nil, every(60, 5)}, "nothing", "no answers add up to no answer, not to 0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Sum(%v, 0, 60000) * 60", c.instances), c.want, c.rule, func() string {
				r, ok := Sum(c.instances, 0, 60000)
				if !ok {
					return "nothing"
				}
				return number(r * 60)
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
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day146_alerting/rate.go\n    edit: exercises/day146_alerting/01_rate/rate.go", call, got, want, rule)
	}
}
