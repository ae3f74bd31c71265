package histogram_test

import (
	"embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	metrics "workbook/day142_metrics"
	"workbook/exercises/check"
	histogram "workbook/exercises/day142_metrics/02_histogram"
	"workbook/exercises/oracle"
)

//go:embed histogram.go testdata/stub/histogram.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readBucket  = "day142_metrics/histogram.go Histogram.bucket"
	readObserve = "day142_metrics/histogram.go Histogram.observe"
	readMoment  = "day142_metrics/histogram.go Histogram.read"
	readBounds  = "day142_metrics/bounds.go family.setBounds"
	readRule    = "exercises/day142_metrics/02_histogram/README.md The rule"
)

// text writes a snapshot. near is the sum that a correct one rounds to.
func text(s histogram.Snapshot, near float64) string {
	return fmt.Sprintf("%d count %d sum %s", s.Cumulative, s.Count, check.Number(s.Sum, near))
}

// observeCase makes a histogram and takes a snapshot before the first
// observation and after each.
func observeCase(bounds, values []float64, want []histogram.Snapshot, rule string) check.Case {
	var wanted []string
	for _, s := range want {
		wanted = append(wanted, text(s, s.Sum))
	}
	return check.Case{
		Call: "h := New(%v), h.Snapshot(); then for each v of %v: h.Observe(v), h.Snapshot()", Args: []any{bounds, values},
		Got: func() string {
			h := histogram.New(bounds)
			got := []string{text(h.Snapshot(), 0)}
			for i, v := range values {
				h.Observe(v)
				got = append(got, text(h.Snapshot(), want[i+1].Sum))
			}
			return strings.Join(got, "\n")
		},
		Want: strings.Join(wanted, "\n"), Rule: rule,
	}
}

func TestBuckets(t *testing.T) {
	bounds := []float64{0.1, 0.5, 1}
	none := histogram.Snapshot{Cumulative: []uint64{0, 0, 0, 0}}
	tests := []struct {
		name   string
		values []float64
		want   []histogram.Snapshot
		rule   string
	}{
		{"none", nil, nil, "there is one bucket for each bound and one more for +Inf, from the start"},
		{"one_in_each", []float64{0.05, 0.25, 0.75, 3}, []histogram.Snapshot{
			{Cumulative: []uint64{1, 1, 1, 1}, Count: 1, Sum: 0.05}, {Cumulative: []uint64{1, 2, 2, 2}, Count: 2, Sum: 0.3},
			{Cumulative: []uint64{1, 2, 3, 3}, Count: 3, Sum: 1.05}, {Cumulative: []uint64{1, 2, 3, 4}, Count: 4, Sum: 4.05}},
			"a bucket counts all observations up to its bound, those of the buckets below included"},
		{"on_the_bound", []float64{0.5}, []histogram.Snapshot{{Cumulative: []uint64{0, 1, 1, 1}, Count: 1, Sum: 0.5}},
			"le means less or equal: the bound belongs to its bucket"},
		{"just_above", []float64{math.Nextafter(0.5, 1)}, []histogram.Snapshot{{Cumulative: []uint64{0, 0, 1, 1}, Count: 1, Sum: 0.5}},
			"what is above the bound belongs to the next bucket"},
		{"above_all_bounds", []float64{2, 200}, []histogram.Snapshot{
			{Cumulative: []uint64{0, 0, 0, 1}, Count: 1, Sum: 2}, {Cumulative: []uint64{0, 0, 0, 2}, Count: 2, Sum: 202}},
			"the +Inf bucket counts everything, what is above all bounds included; the count equals it"},
		{"zero", []float64{0}, []histogram.Snapshot{{Cumulative: []uint64{1, 1, 1, 1}, Count: 1}},
			"zero is an observation like any other"},
		{"negative", []float64{-1}, []histogram.Snapshot{{Cumulative: []uint64{1, 1, 1, 1}, Count: 1, Sum: -1}},
			"what is below the first bound is in the first bucket"},
	}
	judge := check.New(t, readBucket)
	for _, tt := range tests {
		judge.Run(tt.name, observeCase(bounds, tt.values, append([]histogram.Snapshot{none}, tt.want...), tt.rule))
	}
	judge.Run("no_bounds", observeCase(nil, []float64{7}, []histogram.Snapshot{
		{Cumulative: []uint64{0}}, {Cumulative: []uint64{1}, Count: 1, Sum: 7}}, "without bounds there is still the bucket for +Inf"))
}

func TestRefuses(t *testing.T) {
	const largest = math.MaxFloat64
	tests := []struct {
		name     string
		first, v float64
		rule     string
	}{
		{"NaN", 0.5, math.NaN(), "NaN can never be got out of the sum again: it changes no bucket and no sum"},
		{"plus_infinity", 0.5, math.Inf(1), "an infinity can never be got out of the sum again"},
		{"minus_infinity", 0.5, math.Inf(-1), "an infinity can never be got out of the sum again"},
		{"sum_too_large", largest, largest, "what would make the sum infinite is refused: two large numbers do it"},
		{"sum_too_small", -largest, -largest, "what would make the sum infinite is refused: two large negative numbers do it"},
	}
	judge := check.New(t, readRule)
	for _, tt := range tests {
		below := uint64(0)
		if tt.first <= 1 {
			below = 1
		}
		one := histogram.Snapshot{Cumulative: []uint64{below, 1}, Count: 1, Sum: tt.first}
		judge.Run(tt.name, observeCase([]float64{1}, []float64{tt.first, tt.v},
			[]histogram.Snapshot{{Cumulative: []uint64{0, 0}}, one, one}, tt.rule))
	}
}

func TestOwnsItsData(t *testing.T) {
	judge := check.New(t, readBounds)
	judge.Run("bounds", check.Case{
		Call: "bounds := []float64{1, 2}; h := New(bounds); bounds[0] = 100; h.Observe(1.5); h.Snapshot()",
		Got: func() string {
			bounds := []float64{1, 2}
			h := histogram.New(bounds)
			bounds[0] = 100
			h.Observe(1.5)
			return text(h.Snapshot(), 1.5)
		},
		Want: "[0 1 1] count 1 sum 1.5", Rule: "the slice of bounds is the caller's: copy it",
	})
	judge.Run("behind_the_bounds", check.Case{
		Call: "array := []float64{1, 2, 7}; New(array[:2]).Observe(5); array",
		Got: func() string {
			array := []float64{1, 2, 7}
			h := histogram.New(array[:2])
			h.Observe(5)
			h.Snapshot()
			return fmt.Sprint(array)
		},
		Want: "[1 2 7]", Rule: "what lies behind the bounds in their array is the caller's too: append would write there",
	})
	const rule = "a snapshot is the caller's to keep and to change: give out copies"
	judge.Run("changed_snapshot", check.Case{
		Call: "h.Observe(0.5); clear(h.Snapshot().Cumulative); h.Snapshot()",
		Got: func() string {
			h := histogram.New([]float64{1})
			h.Observe(0.5)
			clear(h.Snapshot().Cumulative)
			return text(h.Snapshot(), 0.5)
		},
		Want: "[1 1] count 1 sum 0.5", Rule: rule, Read: readRule,
	})
	judge.Run("earlier_snapshot", check.Case{
		Call: "h.Observe(0.5); s := h.Snapshot(); h.Observe(0.5); h.Snapshot(); s",
		Got: func() string {
			h := histogram.New([]float64{1})
			h.Observe(0.5)
			s := h.Snapshot()
			h.Observe(0.5)
			h.Snapshot()
			return text(s, 0.5)
		},
		Want: "[1 1] count 1 sum 0.5", Rule: rule, Read: readRule,
	})
}

// Day 142's histogram is right: a real Prometheus reads it there. Numbers
// beyond 1e288 are not drawn, since it refuses them.
func TestOracle(t *testing.T) {
	check.New(t, readObserve).Oracle(250, func(d *oracle.Draw) check.Case {
		bound := float64(d.Intn(9)-4) / 4
		bounds := oracle.List(d, 5, func() float64 {
			bound += float64(1+d.Intn(8)) / 4
			return bound
		})
		values := oracle.List(d, 6, func() float64 { return drawValue(d, bounds) })
		return observeCase(bounds, values, dayObserves(bounds, values), "a snapshot holds what the page of day 142's Histogram says")
	})
}

// drawValue draws a number, near a bound more often than not.
func drawValue(d *oracle.Draw, bounds []float64) float64 {
	v := oracle.Pick(d, 0, d.Float())
	if len(bounds) > 0 && !d.OneIn(3) {
		bound := bounds[d.Intn(len(bounds))]
		v = oracle.Pick(d, bound, math.Nextafter(bound, math.Inf(1)), math.Nextafter(bound, math.Inf(-1)))
	}
	if math.Abs(v) > 1e288 && !math.IsInf(v, 0) {
		return 1e200
	}
	return v
}

// dayObserves observes with a histogram of day 142, and reads its page each time.
func dayObserves(bounds, values []float64) (snapshots []histogram.Snapshot) {
	registry := metrics.NewRegistry()
	h := registry.Histogram("latency", "", bounds)
	for _, v := range slices.Concat([]float64{math.NaN()}, values) { // refused, so nothing is observed before the first page
		h.Observe(v)
		snapshots = append(snapshots, readPage(registry))
	}
	return snapshots
}

func readPage(registry *metrics.Registry) (s histogram.Snapshot) {
	var page strings.Builder
	_ = registry.WriteText(&page) // a Builder takes everything
	for line := range strings.Lines(page.String()) {
		series, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case strings.HasPrefix(series, "latency_bucket"):
			s.Cumulative = append(s.Cumulative, 0)
			_, _ = fmt.Sscan(value, &s.Cumulative[len(s.Cumulative)-1])
		case series == "latency_sum":
			_, _ = fmt.Sscan(value, &s.Sum)
		case series == "latency_count":
			_, _ = fmt.Sscan(value, &s.Count)
		}
	}
	return s
}

func TestOneMoment(t *testing.T) {
	judge := check.New(t, readMoment)
	judge.Run("snapshot", check.Case{
		Call: "h := New([]float64{1}); h.Snapshot(), over and over, beside a goroutine with h.Observe(0.5)",
		Got: func() string {
			h, fault, last := histogram.New([]float64{1}), "sum, buckets and count agree, and never fall", uint64(0)
			read := func() {
				s := h.Snapshot()
				if s.Sum != float64(s.Count)*0.5 || !slices.Equal(s.Cumulative, []uint64{s.Count, s.Count}) || s.Count < last {
					fault = text(s, s.Sum) + fmt.Sprintf(", after count %d", last)
				}
				last = s.Count
			}
			judge.Overlap(read, func() { h.Observe(0.5) })
			return fault
		},
		Want: "sum, buckets and count agree, and never fall",
		Rule: "buckets, count and sum of a snapshot come from one moment, with observations under way",
	})
	judge.Run("nothing_is_lost", check.Case{
		Call: "h := New([]float64{1}); 2 goroutines, each with h.Observe(0.5), over and over; h.Snapshot()",
		Got: func() string {
			h := histogram.New([]float64{1})
			observe := func() { h.Observe(0.5) }
			calls := judge.Overlap(observe, observe)
			s := h.Snapshot()
			if s.Count == uint64(calls) && s.Sum == float64(calls)*0.5 {
				return "nothing is lost"
			}
			return fmt.Sprintf("%s after %d calls", text(s, s.Sum), calls)
		},
		Want: "nothing is lost", Rule: "an observation adds to a bucket and to the sum in one event", Read: readObserve,
	})
}
