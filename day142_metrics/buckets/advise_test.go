package buckets // inside: these tests weigh the steps of a plan, which no caller sees

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	metrics "workbook/day142_metrics"
)

func advise(t *testing.T, in Input) Advice {
	t.Helper()
	a, err := Advise(in)
	if err != nil {
		t.Fatalf("Advise: got %v, want no error", err)
	}
	return a
}

func cacheInput(t *testing.T) Input {
	t.Helper()
	samples, err := Shape("cache")
	if err != nil {
		t.Fatal(err)
	}
	return Input{Samples: samples, SLOs: []SLO{{0.99, 0.3}}}
}

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

// The known point: the objective is met, and the default bounds report a
// breach that never happened. The share is computed here from the two normal
// distributions alone.
func TestAdviseKnownPoint(t *testing.T) {
	a := advise(t, cacheInput(t))
	slow := 0.5 * math.Erfc(math.Log(300.0/180)/0.3/math.Sqrt2) // of the slow mode, above 300 ms
	want := 1 - 0.15*slow
	got := a.Current.SLOs[0]
	if !near(got.True, want, 0.0002) || !near(want, 0.993, 0.0005) {
		t.Errorf("true share: got %v, want %v, about 99.3%%", got.True, want)
	}
	if want := 0.984; !near(got.Reported, want, 0.0005) {
		t.Errorf("share by the default bounds: got %v, want about %v", got.Reported, want)
	}
	if got.True < 0.99 || got.Reported >= 0.99 {
		t.Errorf("truth %v and report %v: want the objective of 0.99 between them", got.True, got.Reported)
	}
	if got, want := got.FalselyBurned(), 0.98; !near(got, want, 0.02) {
		t.Errorf("budget burned falsely: got %v, want about %v", got, want)
	}
	if got := a.Proposed.SLOs[0]; got.Reported != got.True {
		t.Errorf("share by the proposed bounds: got %v, want the truth, %v", got.Reported, got.True)
	}
}

// What the proposal promises: the threshold, decimals, order, number; and no
// target outside finite buckets at any drift.
func TestAdviseProposal(t *testing.T) {
	for _, name := range []string{"cache", "api", "queue", "batch"} {
		samples, err := Shape(name)
		if err != nil {
			t.Fatal(err)
		}
		slo := SLO{0.95, 2 * quantile(samples, 0.9)}
		a := advise(t, Input{Samples: samples, SLOs: []SLO{slo}, Bounds: 10})
		b := a.Proposed.Bounds
		if len(b) != 10 || !slices.IsSorted(b) || !slices.Contains(b, slo.Threshold) {
			t.Errorf("%s: got bounds %v, want 10 in order with %v", name, b, slo.Threshold)
		}
		for _, v := range b {
			if s := strconv.FormatFloat(v, 'f', -1, 64); v != slo.Threshold && len(strings.Trim(s, "0.")) > 3 {
				t.Errorf("%s: got the bound %s, want at most two digits", name, s)
			}
		}
		if math.IsInf(a.Proposed.Worst, 1) || a.Proposed.Worst > a.Current.Worst || a.Proposed.Worst > a.Today.Worst {
			t.Errorf("%s: worst error %v, want it finite and no worse than %v and %v",
				name, a.Proposed.Worst, a.Current.Worst, a.Today.Worst)
		}
		metrics.NewRegistry().Histogram("lat_seconds", "", b) // they register
	}
}

// Fitting today's samples is better today and worthless tomorrow.
func TestAdviseTodayIsTheTrap(t *testing.T) {
	a := advise(t, cacheInput(t))
	worstToday := func(r Report) float64 {
		worst := 0.0
		for _, target := range r.Targets {
			worst = max(worst, target.Worst)
		}
		return worst
	}
	if today, proposed := worstToday(a.Today), worstToday(a.Proposed); today >= proposed {
		t.Errorf("worst error without drift: got %v fitted to today and %v proposed, want the first smaller", today, proposed)
	}
	if !math.IsInf(a.Today.Worst, 1) || a.Proposed.Worst > 0.75 {
		t.Errorf("worst error with drift: got %v fitted to today and %v proposed, want +Inf and at most 0.75",
			a.Today.Worst, a.Proposed.Worst)
	}
}

func TestAdviseRefuses(t *testing.T) {
	ok := []float64{0.1, 0.2}
	slo := []SLO{{0.99, 0.3}}
	for name, in := range map[string]Input{
		"no samples":         {SLOs: slo},
		"no SLO":             {Samples: ok},
		"zero sample":        {Samples: []float64{0}, SLOs: slo},
		"negative sample":    {Samples: []float64{0.1, -1}, SLOs: slo},
		"NaN sample":         {Samples: []float64{math.NaN()}, SLOs: slo},
		"infinite sample":    {Samples: []float64{math.Inf(1)}, SLOs: slo},
		"sample of no time":  {Samples: []float64{0.9e-9}, SLOs: slo},
		"sample of an age":   {Samples: []float64{1.1e9}, SLOs: slo},
		"threshold too low":  {Samples: ok, SLOs: []SLO{{0.99, 0.9e-9}}},
		"threshold too high": {Samples: ok, SLOs: []SLO{{0.99, 1.1e9}}},
		"NaN threshold":      {Samples: ok, SLOs: []SLO{{0.99, math.NaN()}}},
		"objective of 1":     {Samples: ok, SLOs: []SLO{{1, 0.3}}},
		"objective of 0":     {Samples: ok, SLOs: []SLO{{0, 0.3}}},
		"objective in %":     {Samples: ok, SLOs: []SLO{{99, 0.3}}},
		"NaN objective":      {Samples: ok, SLOs: []SLO{{math.NaN(), 0.3}}},
		"threshold of 0":     {Samples: ok, SLOs: []SLO{{0.99, 0}}},
		"bounds descend":     {Samples: ok, SLOs: slo, Current: []float64{2, 1}},
		"too few bounds":     {Samples: ok, SLOs: slo, Bounds: 1},
		"too few for drift":  {Samples: []float64{0.2}, SLOs: slo, Bounds: 2}, // 0.18 and 0.3 would do today
		"a negative number":  {Samples: ok, SLOs: slo, Bounds: -3},
		"too many bounds":    {Samples: ok, SLOs: slo, Bounds: math.MaxInt},
		"quantile above one": {Samples: ok, SLOs: slo, Quantiles: []float64{2}},
	} {
		if _, err := Advise(in); !errors.Is(err, ErrInput) {
			t.Errorf("%s: Advise(%+v): got error %v, want one that is ErrInput", name, in, err)
		}
	}
	if _, err := Shape("bathtub"); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "cache") {
		t.Errorf(`Shape("bathtub"): got error %v, want ErrInput and the names there are`, err)
	}
}

// The widest input there is: its targets are eighteen decades apart.
func TestAdviseAtItsLimits(t *testing.T) {
	a := advise(t, Input{Samples: []float64{shortest, longest}, SLOs: []SLO{{0.99, longest}}, Bounds: maxAdvised})
	if math.IsInf(a.Proposed.Worst, 1) {
		t.Errorf("worst error: got %v, want it finite, with bounds %v", a.Proposed.Worst, a.Proposed.Bounds)
	}
}

// Samples and quantiles come in any order, and an objective that is looked at
// as a quantile too is one target.
func TestAdviseSorts(t *testing.T) {
	a := advise(t, Input{Samples: []float64{0.4, 0.1, 0.3, 0.2}, SLOs: []SLO{{0.75, 0.3}, {0.5, 0.25}},
		Quantiles: []float64{0.9, 0.75, 0.25}})
	var got [][2]float64
	for _, target := range a.Proposed.Targets {
		got = append(got, [2]float64{target.Quantile, target.True})
	}
	if want := [][2]float64{{0.25, 0.1}, {0.5, 0.2}, {0.75, 0.3}, {0.9, 0.4}}; !slices.Equal(got, want) {
		t.Errorf("targets and their values: got %v, want %v", got, want)
	}
}

// The samples are the caller's, and so is what lies behind a slice's end.
func TestAdviseLeavesItsInput(t *testing.T) {
	samples := []float64{0.3, 0.1, 0.2}
	in := Input{Samples: samples, SLOs: []SLO{{0.99, 0.3}}, Quantiles: append(make([]float64, 0, 8), 0.9, 0.5)}
	advise(t, in)
	if want := []float64{0.3, 0.1, 0.2}; !slices.Equal(samples, want) {
		t.Errorf("samples after Advise: got %v, want %v", samples, want)
	}
	if want := []float64{0.9, 0.5}; !slices.Equal(in.Quantiles, want) {
		t.Errorf("quantiles after Advise: got %v, want %v", in.Quantiles, want)
	}
}
