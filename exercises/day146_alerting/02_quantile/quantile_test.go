package quantile_test

import (
	"embed"
	"fmt"
	"math"
	"slices"
	"testing"

	"workbook/day146_alerting/promql"
	"workbook/exercises/check"
	quantile "workbook/exercises/day146_alerting/02_quantile"
	"workbook/exercises/oracle"
)

//go:embed quantile.go testdata/stub/quantile.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readQuantile = "day146_alerting/promql/quantile.go Quantile"
	readMerged   = "day146_alerting/promql/quantile.go merged"
)

var inf, nan = math.Inf(1), math.NaN()

// histogram pairs bounds and counts.
func histogram(pairs ...float64) []quantile.Bucket {
	var buckets []quantile.Bucket
	for i := 0; i < len(pairs); i += 2 {
		buckets = append(buckets, quantile.Bucket{Le: pairs[i], Count: pairs[i+1]})
	}
	return buckets
}

func quantileCase(q float64, buckets []quantile.Bucket, want float64, rule, read string) check.Case {
	before := slices.Clone(buckets)
	return check.Case{
		Call: "Quantile(%v, %v)", Args: []any{q, before},
		Got: func() string {
			got := check.Number(quantile.Quantile(q, buckets), want)
			if !slices.Equal(buckets, before) {
				got += fmt.Sprint(", and the buckets are now ", buckets)
			}
			return got
		},
		Want: check.Number(want, want), Rule: rule, Read: read,
	}
}

func overallCase(q float64, instances [][]quantile.Bucket, want float64, rule string) check.Case {
	before := fmt.Sprint(instances)
	return check.Case{
		Call: "Overall(%v, %s)", Args: []any{q, before},
		Got: func() string {
			got := check.Number(quantile.Overall(q, instances), want)
			if fmt.Sprint(instances) != before {
				got += fmt.Sprint(", and the buckets are now ", instances)
			}
			return got
		},
		Want: check.Number(want, want), Rule: rule, Read: readMerged,
	}
}

func TestQuantile(t *testing.T) {
	base := histogram(.1, 10, .5, 30, 1, 40, inf, 40)
	tests := []struct {
		name    string
		q       float64
		buckets []quantile.Bucket
		want    float64
		rule    string
	}{
		{"at_a_bound", .75, base, .5, "rank 30 of 40 is exactly the count of the bucket up to 0.5"},
		{"inside_a_bucket", .5, base, .3, "rank 20 lies half way through the 20 requests between 0.1 and 0.5: interpolate in a straight line"},
		{"between_two_requests", .33, base, .164, "rank 13.2 of 40 is 3.2 of the 20 in its bucket: the rank is not rounded, there is no request to point at"},
		{"first_bucket", .125, base, .05, "the first bucket starts at 0, so rank 5 of its 10 is half of 0.1"},
		{"smallest", 0, base, 0, "rank 0 is where the first bucket starts"},
		{"largest", 1, base, 1, "rank 40 is reached by the bucket up to 1"},
		{"inf_bucket", .99, histogram(.1, 10, .5, 30, 1, 40, inf, 50), 1, "the +Inf bucket has no width: answer the highest finite bound, and read it as at least"},
		{"empty_buckets", .5, histogram(.1, 0, .2, 0, .4, 8, inf, 8), .3, "buckets that nothing fell into are passed over"},
		{"at_an_empty_bucket", .5, histogram(.1, 10, .5, 10, 1, 20, inf, 20), .1, "rank 10 is reached by the bucket up to 0.1: the first one that reaches it counts, and the empty one behind it does not"},
		{"not_sorted", .5, histogram(inf, 40, 1, 40, .1, 10, .5, 30), .3, "buckets come in any order"},
		{"nothing_counted", .5, histogram(.1, 0, 1, 0, inf, 0), nan, "without requests there is no latency; 0 would look very fast"},
		{"no_inf", .5, histogram(.1, 10, .5, 30), nan, "without the +Inf bucket the total is unknown"},
		{"one_bucket", .5, histogram(inf, 10), nan, "one bucket says nothing about latency"},
		{"no_buckets", .5, nil, nan, "no buckets, no answer"},
		{"below_zero", .2, histogram(-1, 10, 1, 20, inf, 20), -1, "a first bucket at or below zero has no known start: answer its bound"},
		{"at_zero", .2, histogram(0, 10, 1, 20, inf, 20), 0, "a first bucket at or below zero has no known start: answer its bound"},
		{"from_below_zero", .75, histogram(-1, 10, 1, 20, inf, 20), 0, "a bucket whose lower bound is known begins there, below zero too"},
		{"microseconds", .5, histogram(.000001, 10, .000003, 30, inf, 30), .0000015, "bounds are numbers of any size: nothing is rounded"},
		{"rates", .5, histogram(.1, .25, .5, .75, inf, .75), .2, "counts may be rates, and less than 1"},
	}
	judge := check.New(t, readQuantile)
	for _, tt := range tests {
		judge.Run(tt.name, quantileCase(tt.q, tt.buckets, tt.want, tt.rule, ""))
	}
}

func TestQuantileOutside(t *testing.T) {
	base := histogram(.1, 10, inf, 40)
	judge := check.New(t, readQuantile)
	judge.Run("above_one", quantileCase(1.01, base, inf, "a q above 1 answers +Inf: more than all requests lie below no latency", ""))
	judge.Run("below_zero", quantileCase(-.01, base, -inf, "a q below 0 answers -Inf", ""))
	judge.Run("above_one_of_nothing", quantileCase(2, nil, inf, "q is judged before the buckets", ""))
	judge.Run("not_a_number", quantileCase(nan, base, nan, "a q that is no number has no answer", ""))
}

func TestQuantileLeavesItsInput(t *testing.T) {
	judge := check.New(t, readMerged)
	judge.Run("order_kept", quantileCase(.5, histogram(inf, 40, 1, 40, .1, 10, .5, 30), .3, "sort a copy: somebody else reads these buckets too", ""))
}

func TestOverall(t *testing.T) {
	idle := histogram(.1, 0, .5, 0, 1, 10, inf, 10)
	busy := histogram(.1, 900, .5, 990, 1, 990, inf, 990)
	tests := []struct {
		name      string
		q         float64
		instances [][]quantile.Bucket
		want      float64
		rule      string
	}{
		{"two_alike", .5, [][]quantile.Bucket{busy, busy}, .055, "twice the same is the same"},
		{"other_order", .5, [][]quantile.Bucket{busy, histogram(inf, 990, 1, 990, .5, 990, .1, 900)}, .055, "add up by bound, not by place: buckets come in any order"},
		{"idle_and_busy", .9, [][]quantile.Bucket{idle, busy}, .1, "add the buckets, then take the quantile: 10 slow requests of 1000 do not move the p90; a mean of the two p90s would say 0.52"},
		{"p99_of_all", .99, [][]quantile.Bucket{idle, busy}, .5, "the same for the p99: rank 990 of 1000"},
		{"one_has_no_requests", .5, [][]quantile.Bucket{busy, histogram(.1, 0, .5, 0, 1, 0, inf, 0)}, .055, "an instance without requests adds nothing"},
		{"one_has_no_buckets", .5, [][]quantile.Bucket{nil, busy}, .055, "an instance that has never answered adds nothing"},
		{"close_bounds", .5, [][]quantile.Bucket{histogram(.0001, 4, .0002, 4, inf, 4), histogram(.0001, 0, .0002, 4, inf, 4)}, .0001, "bounds below a millisecond are different bounds too"},
		{"nobody", .5, nil, nan, "no instances, no answer"},
	}
	judge := check.New(t, readMerged)
	for _, tt := range tests {
		judge.Run(tt.name, overallCase(tt.q, tt.instances, tt.want, tt.rule))
	}
}

// The day's Quantile is right: it is compared with a real Prometheus there.
func TestOracleQuantile(t *testing.T) {
	check.New(t, readQuantile).Oracle(8000, func(d *oracle.Draw) check.Case {
		buckets := drawCounts(d, drawBounds(d))
		q := drawQ(d, buckets)
		want := promql.Quantile(q, dayBuckets(buckets))
		return quantileCase(q, oracle.Reorder(d, buckets), want, "day 146's Quantile, which follows Prometheus, gives another answer", "")
	})
}

func TestOracleOverall(t *testing.T) {
	check.New(t, readMerged).Oracle(2000, func(d *oracle.Draw) check.Case {
		bounds := drawBounds(d)
		var all []quantile.Bucket
		instances := oracle.List(d, 3, func() []quantile.Bucket {
			buckets := drawCounts(d, bounds)
			all = append(all, buckets...)
			return oracle.Reorder(d, buckets)
		})
		q := oracle.Pick(d, .5, .25, .75, 1, .375)
		want := promql.Quantile(q, dayBuckets(all)) // adds up the buckets of one bound
		return overallCase(q, instances, want, "the quantile of the added buckets, by day 146's Quantile")
	})
}

func drawBounds(d *oracle.Draw) []float64 {
	unit := oracle.Pick(d, 1, .125, 1e-6, 1000)
	bound := unit * oracle.Pick[float64](d, 1, 0, -2, -1, .5)
	bounds := []float64{}
	for range d.Intn(5) {
		bounds = append(bounds, bound)
		bound += unit * float64(1+d.Intn(3))
	}
	if !d.OneIn(10) {
		bounds = append(bounds, inf)
	}
	return bounds
}

// drawCounts draws counts that never fall. Eighths can be added in any order without rounding.
func drawCounts(d *oracle.Draw, bounds []float64) []quantile.Bucket {
	count := 0.0
	var buckets []quantile.Bucket
	for _, le := range bounds {
		count += oracle.Pick(d, 0, 8, 1, 10, .125, float64(d.Intn(1000)))
		buckets = append(buckets, quantile.Bucket{Le: le, Count: count})
	}
	return buckets
}

// drawQ leaves out what the exercise leaves open: 0 of an empty first bucket, and a rank so near to a count that
// rounding decides.
func drawQ(d *oracle.Draw, buckets []quantile.Bucket) float64 {
	q := oracle.Pick(d, .5, 0, 1, .25, .75, .125, .9, .99, .999, .33, -.01, 1.01, -inf, inf, nan, float64(d.Intn(9))/8)
	for i, b := range buckets {
		distance := math.Abs(q*buckets[len(buckets)-1].Count - b.Count)
		exact := q*8 == math.Trunc(q*8)
		if i == 0 && q == 0 && b.Count == 0 || !exact && distance < 1e-6 {
			return .5
		}
	}
	return q
}

func dayBuckets(buckets []quantile.Bucket) []promql.Bucket {
	var same []promql.Bucket
	for _, b := range buckets {
		same = append(same, promql.Bucket{UpperBound: b.Le, Count: b.Count})
	}
	return same
}
