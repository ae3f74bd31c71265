package promql_test

import (
	"fmt"
	"math"
	"time"

	"workbook/day146_alerting/promql"
)

// A rate is an estimate for the whole window: one error seen over 45 s counts as
// one and a third in 60.
func ExampleIncrease() {
	var points []promql.Point
	for i, v := range []float64{100, 100, 101, 101, 101} {
		points = append(points, promql.Point{T: int64(i) * 15_000, V: v})
	}
	v, ok := promql.Increase(points, time.UnixMilli(60_000), time.Minute)
	fmt.Printf("%.4f %v\n", v, ok)
	_, ok = promql.Increase(points[:1], time.UnixMilli(60_000), time.Minute)
	fmt.Println("one point:", ok)
	// Output:
	// 1.3333 true
	// one point: false
}

// The quantile of a service: merge the buckets of its instances, then ask.
func ExampleQuantile() {
	a := []promql.Bucket{{UpperBound: 0.1, Count: 10}, {UpperBound: math.Inf(1), Count: 10}}
	b := []promql.Bucket{{UpperBound: 0.1, Count: 0}, {UpperBound: math.Inf(1), Count: 10}}
	both := append(a, b...) // equal bounds add up
	fmt.Println(promql.Quantile(0.25, both), promql.Quantile(0.99, both))
	// Output:
	// 0.05 0.1
}
