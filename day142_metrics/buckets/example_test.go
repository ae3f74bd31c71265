package buckets_test

import (
	"fmt"

	"workbook/day142_metrics/buckets"
)

// The default bounds report a breach of an objective that is met.
func ExampleAdvise() {
	samples, err := buckets.Shape("cache")
	if err != nil {
		fmt.Println(err)
		return
	}
	advice, err := buckets.Advise(buckets.Input{
		Samples: samples,
		SLOs:    []buckets.SLO{{Objective: 0.99, Threshold: 0.3}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range []buckets.Report{advice.Current, advice.Proposed} {
		fmt.Printf("truly %.1f%%, reported %.1f%%, falsely burned %.0f%% of the budget\n",
			100*r.SLOs[0].True, 100*r.SLOs[0].Reported, 100*r.SLOs[0].FalselyBurned())
	}
	fmt.Println(advice.Proposed.Bounds)
	// Output:
	// truly 99.3%, reported 98.4%, falsely burned 98% of the budget
	// truly 99.3%, reported 99.3%, falsely burned 0% of the budget
	// [0.002 0.003 0.004 0.006 0.009 0.07 0.12 0.18 0.3 0.4 0.6]
}
