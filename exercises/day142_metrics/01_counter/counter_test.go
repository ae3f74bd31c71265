package counter_test

import (
	"embed"
	"fmt"
	"math"
	"strings"
	"testing"

	metrics "workbook/day142_metrics"
	"workbook/exercises/check"
	counter "workbook/exercises/day142_metrics/01_counter"
	"workbook/exercises/oracle"
)

//go:embed counter.go testdata/stub/counter.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readAdd   = "day142_metrics/counter.go Counter.add"
	readValue = "day142_metrics/counter.go Counter.Value"
	readRule  = "exercises/day142_metrics/01_counter/README.md The rule"
)

func TestInc(t *testing.T) {
	judge := check.New(t, readAdd)
	judge.Run("once", check.Case{
		Call: "var c Counter; c.Inc(); c.Value()",
		Got:  func() string { var c counter.Counter; c.Inc(); return fmt.Sprint(c.Value()) },
		Want: "1", Rule: "Inc adds one to a counter that starts at zero",
	})
}

// A step is what Add answers, and what the counter says after it.
type step struct {
	ok       bool
	value    float64
	rejected uint64
}

// text writes a step. near is the value that a correct one rounds to.
func (s step) text(near float64) string {
	return fmt.Sprintf("%v, value %s, rejected %d", s.ok, check.Number(s.value, near), s.rejected)
}

// addCase adds to one new counter.
func addCase(adds []float64, want []step, rule string) check.Case {
	var wanted []string
	for _, s := range want {
		wanted = append(wanted, s.text(s.value))
	}
	return check.Case{
		Call: "var c Counter; then for each v of %v: c.Add(v), c.Value(), c.Rejected()", Args: []any{adds},
		Got: func() string {
			var c counter.Counter
			var got []string
			for i, v := range adds {
				ok := c.Add(v)
				got = append(got, step{ok, c.Value(), c.Rejected()}.text(want[i].value))
			}
			return strings.Join(got, "\n")
		},
		Want: strings.Join(wanted, "\n"), Rule: rule,
	}
}

func TestAdd(t *testing.T) {
	tests := []struct {
		name string
		adds []float64
		want []step
		rule string
	}{
		{"whole", []float64{2, 3}, []step{{true, 2, 0}, {true, 5, 0}}, "Add returns true when it has added"},
		{"fraction", []float64{0.25, 0.5}, []step{{true, 0.25, 0}, {true, 0.75, 0}}, "a counter of seconds counts fractions too"},
		{"zero", []float64{1, 0}, []step{{true, 1, 0}, {true, 1, 0}}, "zero is no fall, and no error"},
		{"large", []float64{1e18, 1e18}, []step{{true, 1e18, 0}, {true, 2e18, 0}},
			"a float64 holds what an integer would wrap around at"},
		{"too_large_together", []float64{math.MaxFloat64, math.MaxFloat64},
			[]step{{true, math.MaxFloat64, 0}, {false, math.MaxFloat64, 1}},
			"an infinity can never be got out of the sum again: refuse what would make the sum infinite"},
	}
	judge := check.New(t, readAdd)
	for _, tt := range tests {
		judge.Run(tt.name, addCase(tt.adds, tt.want, tt.rule))
	}
}

func TestAddRefuses(t *testing.T) {
	tests := []struct {
		name string
		v    float64
		rule string
	}{
		{"negative", -1, "a counter never falls: a negative number is refused, without a panic"},
		{"just_below_zero", -1e-9, "a counter never falls, by however little"},
		{"NaN", math.NaN(), "NaN can never be got out of a sum again; every comparison with it is false, so v < 0 does not find it"},
		{"plus_infinity", math.Inf(1), "an infinity can never be got out of a sum again"},
		{"minus_infinity", math.Inf(-1), "an infinity can never be got out of a sum again"},
	}
	judge := check.New(t, readAdd)
	for _, tt := range tests {
		judge.Run(tt.name, addCase([]float64{1, tt.v, 2}, []step{{true, 1, 0}, {false, 1, 1}, {true, 3, 1}}, tt.rule))
	}
}

// Day 142's counter is right: a real Prometheus reads it there.
func TestOracle(t *testing.T) {
	judge := check.New(t, readAdd)
	judge.Oracle(700, func(d *oracle.Draw) check.Case {
		adds := oracle.List(d, 6, d.Float)
		return addCase(adds, dayAdds(adds), "after each addition a counter says what day 142's Counter says")
	})
}

// dayAdds adds to a counter of day 142, which counts its refusals on the page.
func dayAdds(adds []float64) (steps []step) {
	registry := metrics.NewRegistry()
	c := registry.Counter("adds_total", "")
	rejected := uint64(0)
	for _, v := range adds {
		c.Add(v)
		var page strings.Builder
		_ = registry.WriteText(&page) // a Builder takes everything
		_, line, _ := strings.Cut(page.String(), `metrics_rejected_samples_total{metric="adds_total"} `)
		before := rejected
		_, _ = fmt.Sscan(line, &rejected) // no line, no refusal
		steps = append(steps, step{rejected == before, c.Value(), rejected})
	}
	return steps
}

func TestConcurrent(t *testing.T) {
	tests := []struct {
		name, code string
		add        func(*counter.Counter)
		value      float64 // that one call adds
		refusals   int     // of one call
		rule       string
	}{
		{"inc", "c.Inc()", (*counter.Counter).Inc, 1, 0,
			"load, add and store are three steps; what others stored between them must not be lost"},
		{"fractions", "c.Inc(); c.Add(0.25)", func(c *counter.Counter) { c.Inc(); c.Add(0.25) }, 1.25, 0,
			"Inc and Add go to one sum, from any number of goroutines"},
		{"refusals", "c.Add(math.NaN())", func(c *counter.Counter) { c.Add(math.NaN()) }, 0, 1,
			"refusals are counted from any number of goroutines too, and none is lost"},
	}
	judge := check.New(t, readAdd)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "2 goroutines, each with %s, over and over", Args: []any{tt.code},
			Got: func() string {
				var c counter.Counter
				add := func() { tt.add(&c) }
				calls := judge.Overlap(add, add)
				value, rejected := float64(calls)*tt.value, uint64(calls*tt.refusals)
				if c.Value() == value && c.Rejected() == rejected {
					return "nothing is lost"
				}
				return fmt.Sprintf("value %v, rejected %d after %d times: it should be %v, %d", c.Value(), c.Rejected(), calls, value,
					rejected)
			},
			Want: "nothing is lost", Rule: tt.rule,
		})
	}
}

func TestValue(t *testing.T) {
	const rule = "a reader never sees half an addition, and never what was refused"
	tests := []struct {
		name, code string
		first      float64 // the value before the writers start
		write      func(*counter.Counter)
		most       float64 // that a reader may see
		read       string
	}{
		{"never_falls", "c.Add(0.75)", 0, func(c *counter.Counter) { c.Add(0.75) }, math.MaxFloat64, readValue},
		{"refused_is_not_seen", "c.Add(-1); c.Add(math.NaN())", 5,
			func(c *counter.Counter) { c.Add(-1); c.Add(math.NaN()) }, 5, readRule},
		{"overflow_is_not_seen", "c.Add(math.MaxFloat64)", math.MaxFloat64,
			func(c *counter.Counter) { c.Add(math.MaxFloat64) }, math.MaxFloat64, readRule},
	}
	judge := check.New(t, readValue)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "c.Add(%v); then c.Value() and c.Rejected(), over and over, beside a goroutine with %s", Args: []any{tt.first, tt.code},
			Got: func() string {
				var c counter.Counter
				c.Add(tt.first)
				last, refused, fault := tt.first, uint64(0), "no fault"
				read := func() {
					v, n := c.Value(), c.Rejected()
					if !(last <= v && v <= tt.most) {
						fault = fmt.Sprintf("Value %v after %v", v, last)
					}
					if n < refused {
						fault = fmt.Sprintf("Rejected %d after %d", n, refused)
					}
					last, refused = v, n
				}
				judge.Overlap(read, func() { tt.write(&c) })
				return fault
			},
			Want: "no fault", Rule: rule, Read: tt.read,
		})
	}
}
