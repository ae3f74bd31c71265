package buckets

import (
	"math"
	"slices"
	"testing"
)

// By hand, with the rules of PromQL's documentation.
func TestBucketsQuantile(t *testing.T) {
	b := newHistogram([]float64{1, 2, 4}, []float64{0.5, 1, 1.5, 1.6, 1.7, 2, 3, 4, 5, 6})
	for q, want := range map[float64]float64{
		0.1:  0.5, // rank 1 of the 2 in (0, 1]
		0.2:  1,
		0.4:  1.5, // rank 2 of the 4 in (1, 2]
		0.7:  3,   // rank 1 of the 2 in (2, 4]
		0.95: 4,   // in the last bucket: its lower bound
	} {
		if got := b.quantile(q); !near(got, want, 1e-9) {
			t.Errorf("quantile(%v): got %v, want %v", q, got, want)
		}
	}
	if got := newHistogram(nil, []float64{1}).quantile(0.5); !math.IsNaN(got) {
		t.Errorf("quantile(0.5) without bounds: got %v, want NaN", got)
	}
}

func TestBucketsWithin(t *testing.T) {
	b := newHistogram([]float64{1, 2, 4}, []float64{0.5, 1, 1.5, 1.6, 1.7, 2, 3, 4, 5, 6})
	for v, want := range map[float64]float64{0.5: 0.1, 1: 0.2, 1.5: 0.4, 2: 0.6, 3: 0.7, 4: 0.8, 9: 0.8} {
		if got := b.within(v); !near(got, want, 1e-9) {
			t.Errorf("within(%v): got %v, want %v", v, got, want)
		}
	}
}

func TestReportShares(t *testing.T) {
	in := Input{Samples: []float64{0.5, 1, 3, 9}, SLOs: []SLO{{0.9, 2}, {0.8, 3}}, Quantiles: []float64{0.5}}
	in, err := in.complete()
	if err != nil {
		t.Fatal(err)
	}
	r := in.report([]float64{1, 4})
	if want := []int{2, 1, 1}; !slices.Equal(r.Counts, want) {
		t.Errorf("report: got counts %v, want %v", r.Counts, want)
	}
	if r.First != 0.5 || r.Overflow != 0.25 || r.Series != 5 {
		t.Errorf("report: got first %v, overflow %v, series %v, want 0.5, 0.25 and 5", r.First, r.Overflow, r.Series)
	}
	if got, want := r.SLOs[1].True, 0.75; got != want {
		t.Errorf("true share within 3, which one sample took exactly: got %v, want %v", got, want)
	}
	if got := r.Targets[2]; got.True != 9 || got.Estimate != 4 || !math.IsInf(got.Worst, 1) {
		t.Errorf("target 0.9 above all bounds: got %+v, want 9, the estimate 4 and an infinite worst case", got)
	}
	if got := r.SLOs[0]; got.True != 0.5 || !near(got.Reported, 0.5+0.25/3, 1e-9) {
		t.Errorf("SLO: got %+v, want the truth 0.5 and the report 0.583", got)
	}
}
