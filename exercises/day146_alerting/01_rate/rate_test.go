package rate_test

import (
	"embed"
	"fmt"
	"slices"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/exercises/check"
	rate "workbook/exercises/day146_alerting/01_rate"
	"workbook/exercises/oracle"
)

//go:embed rate.go testdata/stub/rate.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readWindow      = "exercises/day146_alerting/01_rate/README.md The rule"
	readReset       = "day146_alerting/promql/rate.go scan"
	readExtrapolate = "day146_alerting/promql/rate.go extrapolate"
	readRate        = "day146_alerting/promql/rate.go Rate"
)

// nothing is wanted where there is no answer; no increase is below zero.
const nothing = -1

// every15 returns points 15 s apart; from is in seconds.
func every15(from int64, values ...float64) []rate.Point {
	var points []rate.Point
	for i, v := range values {
		points = append(points, rate.Point{T: (from + 15*int64(i)) * 1000, V: v})
	}
	return points
}

// text writes an answer. want decides which of two equal roundings is written.
func text(perSecond float64, ok bool, want float64) string {
	if !ok {
		return "no answer"
	}
	return check.Number(perSecond, want) + " a second"
}

// wanted writes the answer that a table wants: the increase in a minute.
func wanted(increase float64) string { return text(increase/60, increase != nothing, increase/60) }

func TestRate(t *testing.T) {
	tests := []struct {
		name       string
		points     []rate.Point
		want       float64 // the increase in the minute
		read, rule string
	}{
		{"steady", every15(15, 150, 160, 170, 180), 40, readExtrapolate, "the points cover 45 s of 60; stretch 30 to the edges, which are within 1.1 average gaps of 15 s"},
		{"one_point", every15(60, 7), nothing, readWindow, "one point has no slope: there is no answer, which is not 0"},
		{"no_points", nil, nothing, readWindow, "no points, no answer"},
		{"one_time", []rate.Point{{T: 30000, V: 7}, {T: 30000, V: 9}}, nothing, readWindow, "points that all have the same time have no slope: there is no answer"},
		{"outside_points", every15(-30, 1, 2, 3, 100, 110, 120, 130), 40, readWindow, "points at or before the start are outside: the window is open on the left"},
		{"left_edge_is_open", every15(0, 100, 100, 101, 101, 101), 4.0 / 3, readWindow, "the point at the start is outside, so the increase of 1 is seen over 45 s and stretched to 60"},
		{"reset_before_the_window", every15(0, 900, 10, 20, 30, 40), 40, readWindow, "a drop from a point outside to the first point inside is not seen"},
		{"reset", every15(15, 1010, 1020, 5, 15), 100.0 / 3, readReset, "at a drop the counter restarted from 0: add the value before the drop"},
		{"two_resets", every15(15, 100, 30, 80, 10), 120, readReset, "every drop is a restart, not only the first"},
		{"ends_early", every15(15, 100, 110), 25, readExtrapolate, "an edge 1.1 gaps away or more means that the series ended: go on by half a gap only"},
		{"starts_late", every15(45, 100, 110), 15, readExtrapolate, "the same on the left: half a gap of 15 s"},
		{"at_1.1_gaps", []rate.Point{{T: 16500, V: 100}, {T: 31500, V: 110}, {T: 46500, V: 120}}, 20 * 51.0 / 30, readExtrapolate, "an edge exactly 1.1 gaps away is not near: the left one, 16.5 s from the first point at gaps of 15 s, is not reached"},
		{"cannot_be_negative", every15(15, 2, 12, 22, 32), 32, readExtrapolate, "going back in a straight line the counter is 0 after 3 s: stretch no further to the left"},
		{"begins_at_zero", every15(15, 0, 10, 20, 30), 30, readExtrapolate, "a counter that is 0 at its first point began there: stretch nothing to the left"},
		{"born_constant", every15(30, 1, 1, 1), 0, readExtrapolate, "a series born at 1 that stays there has no increase: its first error is unseen"},
		{"uneven", []rate.Point{{T: 10000, V: 100}, {T: 20000, V: 110}, {T: 50000, V: 140}}, 60, readExtrapolate, "the gap is the average one: here 20 s, so both edges, 10 s away, are near"},
		{"uneven_edges", []rate.Point{{T: 10000, V: 100}, {T: 13000, V: 103}, {T: 40000, V: 130}, {T: 43000, V: 133}}, 48.5, readExtrapolate, "the gap is the average one, here 11 s and not 3: the left edge, 10 s away, is near, and the right one, 17 s away, is not"},
	}
	judge := check.New(t, readRate)
	for _, tt := range tests {
		judge.Run(tt.name, rateCase(tt.points, 0, 60000, wanted(tt.want), tt.want/60, tt.rule, tt.read))
	}
}

// rateCase is one call of Rate. near is the number that a correct answer rounds to.
func rateCase(points []rate.Point, start, end int64, want string, near float64, rule, read string) check.Case {
	return check.Case{
		Call: "Rate(%v, %d, %d)", Args: []any{slices.Clone(points), start, end},
		Got: func() string {
			before := slices.Clone(points)
			perSecond, ok := rate.Rate(points, start, end)
			if !slices.Equal(points, before) {
				return fmt.Sprintf("%s, and the points are now %v", text(perSecond, ok, near), points)
			}
			return text(perSecond, ok, near)
		},
		Want: want, Rule: rule, Read: read,
	}
}

func TestRateIsPerSecondOfTheWindow(t *testing.T) {
	points := every15(15, 600, 610, 620, 630, 640, 650, 660, 670, 680, 690, 700, 710, 720, 730, 740, 750, 760, 770, 780, 790)
	judge := check.New(t, readRate)
	judge.Run("five_minutes", rateCase(points, 0, 300000, text(2.0/3, true, 2.0/3), 2.0/3, "divide by the length of the window in seconds", readRate))
	judge.Run("late_window", rateCase(points, 60000, 180000, text(2.0/3, true, 2.0/3), 2.0/3, "the window lies anywhere in time: its length is end - start", readRate))
}

func TestSum(t *testing.T) {
	one, restarted := every15(15, 1000, 1010, 1020, 1030), every15(15, 500, 0, 10, 20)
	tests := []struct {
		name      string
		instances [][]rate.Point
		want      float64 // the increase in the minute
		rule      string
	}{
		{"two_instances", [][]rate.Point{one, one}, 80, "the rate of a service is the sum of the rates of its instances"},
		{"one_restarts", [][]rate.Point{one, restarted}, 200.0 / 3, "rates first, then the sum: the sum of the counters drops at the restart of one, as if all had restarted"},
		{"one_has_no_answer", [][]rate.Point{one, every15(60, 5)}, 40, "an instance without an answer adds nothing"},
		{"first_has_no_answer", [][]rate.Point{nil, one}, 40, "an instance without an answer adds nothing, wherever it stands"},
		{"none_has_an_answer", [][]rate.Point{nil, every15(60, 5)}, nothing, "no answers add up to no answer, not to 0"},
		{"no_instances", nil, nothing, "no instances, no answer"},
	}
	judge := check.New(t, readRate)
	for _, tt := range tests {
		judge.Run(tt.name, sumCase(tt.instances, 0, 60000, wanted(tt.want), tt.want/60, tt.rule))
	}
}

func sumCase(instances [][]rate.Point, start, end int64, want string, near float64, rule string) check.Case {
	return check.Case{
		Call: "Sum(%v, %d, %d)", Args: []any{instances, start, end},
		Got: func() string {
			perSecond, ok := rate.Sum(instances, start, end)
			return text(perSecond, ok, near)
		},
		Want: want, Rule: rule,
	}
}

// The day's Rate is right: it is compared with a real Prometheus there.
func TestOracleRate(t *testing.T) {
	check.New(t, readRate).Oracle(10000, func(d *oracle.Draw) check.Case {
		start := int64(d.Intn(3)) * 20000
		end := start + int64(d.Intn(7))*10000 + int64(d.Intn(2)*d.Intn(1000))
		points := drawPoints(d, start, end)
		v, ok := dayRate(points, start, end)
		return rateCase(points, start, end, text(v, ok, v), v, "day 146's Rate, which follows Prometheus, gives another answer", readRate)
	})
}

func TestOracleSum(t *testing.T) {
	check.New(t, readRate).Oracle(3000, func(d *oracle.Draw) check.Case {
		const start, end = 0, 60000
		instances := oracle.List(d, 4, func() []rate.Point { return drawPoints(d, start, end) })
		sum, any := 0.0, false
		for _, points := range instances {
			v, ok := dayRate(points, start, end)
			sum, any = sum+v, any || ok
		}
		return sumCase(instances, start, end, text(sum, any, sum), sum, "a sum has the rate, by day 146's Rate, of each instance that has one")
	})
}

// drawPoints draws a counter near the window. Values are eighths, so that sums in any order are exact. A point
// exactly 1.1 average gaps from an edge is left out: there, rounding decides.
func drawPoints(d *oracle.Draw, start, end int64) []rate.Point {
	at, value := start+d.Near(0, 1000, 5000, 20000, -15000), float64(d.Intn(100))/8
	gap := oracle.Pick[int64](d, 10000, 15000, 5000, 1000, 3333)
	points := oracle.List(d, 7, func() rate.Point {
		at += oracle.Pick(d, gap, gap, gap, gap, 0, 2*gap, int64(d.Intn(20000)))
		value = oracle.Pick(d, value, value+float64(d.Intn(1000))/8, value+1e6, value/2, 0)
		value = float64(int64(value*8)) / 8
		return rate.Point{T: at, V: value}
	})
	if atTheEdgeOfNear(points, start, end) {
		return nil
	}
	return points
}

func atTheEdgeOfNear(points []rate.Point, start, end int64) bool {
	inside := slices.DeleteFunc(slices.Clone(points), func(p rate.Point) bool { return p.T <= start || p.T > end })
	if len(inside) < 2 {
		return false
	}
	first, last, gaps := inside[0].T, inside[len(inside)-1].T, int64(len(inside)-1)
	return 10*gaps*(first-start) == 11*(last-first) || 10*gaps*(end-last) == 11*(last-first)
}

func dayRate(points []rate.Point, start, end int64) (perSecond float64, ok bool) {
	var same []promql.Point
	for _, p := range points {
		same = append(same, promql.Point(p))
	}
	return promql.Rate(same, time.UnixMilli(end), time.Duration(end-start)*time.Millisecond)
}
