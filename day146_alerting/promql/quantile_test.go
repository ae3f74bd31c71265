package promql_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"workbook/day146_alerting/promql"
)

var inf, nan = math.Inf(1), math.NaN()

// histogram pairs bounds and counts: le, n, le, n, ...
func histogram(pairs ...float64) []promql.Bucket {
	var bs []promql.Bucket
	for i := 0; i < len(pairs); i += 2 {
		bs = append(bs, promql.Bucket{pairs[i], pairs[i+1]})
	}
	return bs
}

func TestQuantile(t *testing.T) {
	base := histogram(.1, 10, .5, 30, 1, 40, inf, 40)
	tests := []struct {
		name    string
		q       float64
		buckets []promql.Bucket
		want    float64
	}{
		{"inside a bucket", .5, base, .3}, // rank 20: half of the way from .1 to .5
		{"at a bound", .75, base, .5},
		{"first bucket starts at zero", .125, base, .05},
		{"the +Inf bucket answers the highest bound", .99, histogram(.1, 10, .5, 30, 1, 40, inf, 50), 1},
		{"unsorted", .5, histogram(inf, 40, 1, 40, .1, 10, .5, 30), .3},
		{"equal bounds add up", .5, histogram(.1, 4, .1, 6, .5, 30, 1, 40, inf, 40), .3},
		{"monotone by force", .5, histogram(.1, 10, .2, 7, .5, 30, 1, 40, inf, 40), .35},                          // .2 counts 10
		{"tiny steps are rounding", .500000000000025, histogram(.1, 10, .5, 10.000000000001, 1, 20, inf, 20), .5}, // not a step to interpolate in
		{"first bound negative", .1, histogram(-1, 10, 1, 20, inf, 20), -1},
		{"first bound zero", .25, histogram(0, 10, 1, 20, inf, 20), 0},
		{"after a negative bound", .75, histogram(-1, 10, 1, 20, inf, 20), 0},
		{"no observations", .5, histogram(.1, 0, inf, 0), nan},
		{"one bucket", .5, histogram(inf, 10), nan},
		{"equal bounds make one bucket", .5, histogram(inf, 10, inf, 10), nan},
		{"no buckets", .5, nil, nan},
		{"no +Inf bucket", .5, histogram(.1, 10, .5, 20), nan},
		{"q below zero", -.1, base, -inf},
		{"q above one", 1.1, base, inf},
		{"q is NaN", nan, base, nan},
		{"q zero", 0, base, 0},
		{"q one", 1, base, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.buckets)
			if got := promql.Quantile(tt.q, tt.buckets); !near(got, tt.want) {
				t.Errorf("Quantile(%v, %v) = %v, want %v", tt.q, tt.buckets, got, tt.want)
			}
			if !slices.Equal(before, tt.buckets) {
				t.Errorf("Quantile changed its input: %v, want %v", tt.buckets, before)
			}
		})
	}
}

func TestFraction(t *testing.T) {
	base := histogram(.1, 10, .5, 30, 1, 40, inf, 50)
	tests := []struct {
		name         string
		lower, upper float64
		buckets      []promql.Bucket
		want         float64
	}{
		{"up to a bound is exact", 0, .5, base, .6},
		{"between bounds", .1, .3, base, .2},
		{"inside the first bucket", 0, .05, base, .1},
		{"everything", -inf, inf, base, 1},
		{"inside the +Inf bucket nothing is known", 0, 5, base, .8},
		{"lower above upper", .5, .1, base, 0},
		{"empty range", .5, .5, base, 0},
		{"negative first bound counts whole", -inf, -2, histogram(-1, 10, 1, 20, inf, 20), .5},
		{"NaN limit", nan, 1, base, nan},
		{"no +Inf bucket", 0, 1, histogram(.1, 5, 1, 6), nan},
		{"no observations", 0, 1, histogram(1, 0, inf, 0), nan},
		{"no buckets", 0, 1, nil, nan},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := promql.Fraction(tt.lower, tt.upper, tt.buckets); !near(got, tt.want) {
				t.Errorf("Fraction(%v, %v, %v) = %v, want %v", tt.lower, tt.upper, tt.buckets, got, tt.want)
			}
		})
	}
}

// TestFractionOfQuantile: below the q-quantile lies the share q, whatever the
// buckets, as long as the quantile is inside a finite bucket with something in it.
func TestFractionOfQuantile(t *testing.T) {
	r := rand.New(rand.NewPCG(146, 2))
	for range rounds(t, 10_000) {
		bs, le, n := []promql.Bucket(nil), 0.0, 0.0
		for range 2 + r.IntN(12) {
			le += r.Float64() + .01
			n += float64(1 + r.IntN(100))
			bs = append(bs, promql.Bucket{le, n})
		}
		bs = append(bs, promql.Bucket{inf, n})
		r.Shuffle(len(bs), func(i, j int) { bs[i], bs[j] = bs[j], bs[i] })
		q := r.Float64()
		if got := promql.Fraction(0, promql.Quantile(q, bs), bs); math.Abs(got-q) > 1e-9 {
			t.Fatalf("Fraction(0, Quantile(%v)) of %v = %v, want %v", q, bs, got, q)
		}
	}
}

func twelve() []promql.Bucket {
	bounds := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, inf}
	bs := make([]promql.Bucket, len(bounds))
	for i, le := range bounds {
		bs[i] = promql.Bucket{le, float64(i * i)}
	}
	return bs
}

func TestQuantileDoesNotAllocate(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	bs, want := twelve(), 0.0
	if got := testing.AllocsPerRun(100, func() { promql.Quantile(.99, bs); promql.Fraction(0, .3, bs) }); got != want {
		t.Errorf("Quantile and Fraction over %d buckets allocate %v times, want %v", len(bs), got, want)
	}
}

func BenchmarkQuantile12(b *testing.B) {
	bs := twelve()
	b.ReportAllocs()
	for b.Loop() {
		promql.Quantile(.99, bs)
	}
}
