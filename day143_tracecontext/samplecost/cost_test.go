package samplecost // inside: these tests hold the title of each table

import (
	"math"
	"strings"
	"testing"
	"time"
)

// near compares to a part in 10^9.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// TestKnownPoints are the figures of the lesson, worked out by hand.
func TestKnownPoints(t *testing.T) {
	p := Default()
	head, tail, both := p.Cost(Head), p.Cost(Tail), p.Cost(HeadThenTail)
	near(t, "head: network", head.Network, 450_000)          // 10,000 * 20 * 225 * 0.01
	near(t, "tail: network", tail.Network, 45_000_000)       // all of it
	near(t, "tail: memory", tail.Memory, 1_144_000_000)      // 10,000 * 20 * 572 * 10 s
	near(t, "both: network", both.Network, 4_500_000)        // a tenth
	near(t, "both: memory", both.Memory, 114_400_000)        // a tenth
	near(t, "head: memory", head.Memory, 0)                  // nothing waits
	near(t, "tail: share kept", tail.KeepAny, 0.01099)       // 0.001 + 0.999 * 0.01
	near(t, "both: share kept", both.KeepAny, 0.01009)       // 0.001 * 0.1 + 0.999 * 0.01
	near(t, "tail: stored", tail.Stored, 45_000_000*0.01099) // what is kept
	near(t, "tail: plain error share", tail.NaiveErrorShare, 0.001/0.01099)
	if got := tail.NaiveErrorShare; got < 0.085 || got > 0.095 {
		t.Errorf("a tail sample reads 0.1%% errors as %v, want about 9%%", got)
	}
	near(t, "head: plain error share", head.NaiveErrorShare, 0.001) // all sampled alike
	near(t, "head: a failed trace", head.KeepErr, 0.01)
	near(t, "tail: a failed trace", tail.KeepErr, 1)
	near(t, "head: rate, plain", head.NaiveRate, 100)
	near(t, "head: error rate", head.ErrorRateError, math.Sqrt(0.99/(0.01*600))) // 600 failed in a minute
	near(t, "tail: error rate", tail.ErrorRateError, 0)
	near(t, "head: rate", head.RateError, math.Sqrt(0.99/(0.01*600_000)))       // 600,000 in a minute
	near(t, "tail: rate", tail.RateError, math.Sqrt(0.999*0.99/(0.01*600_000))) // only the good ones are estimated
}

func TestCollectorsShareTheWork(t *testing.T) {
	p := Default()
	p.Collectors = 4
	near(t, "routing", p.Cost(Tail).Routing, 45_000_000*3.0/4)
	near(t, "memory over all", p.Cost(Tail).Memory, 1_144_000_000)
	near(t, "head routes nothing", p.Cost(Head).Routing, 0)
}

func TestProbabilities(t *testing.T) {
	near(t, "AtLeastOne(1%, 1)", AtLeastOne(0.01, 1), 0.01)
	near(t, "AtLeastOne(1%, 100)", AtLeastOne(0.01, 100), 0.6339676587267709)
	near(t, "AtLeastOne(1, 5)", AtLeastOne(1, 5), 1)
	near(t, "AtLeastOne(0, 5)", AtLeastOne(0, 5), 0)
	near(t, "Independent", Independent(0.1, 0.5, 1), 0.05)
	near(t, "Consistent", Consistent(0.1, 0.5, 1), 0.1)
	near(t, "no services", Independent()+Consistent(), 2)
	near(t, "RelativeError", RelativeError(0.5, 100), 0.1)
	if got := RelativeError(0, 100); !math.IsInf(got, 1) {
		t.Errorf("RelativeError(0, 100) = %v, want +Inf: nothing kept, nothing known", got)
	}
}

// TestExtremes: shares of 0 and 1 give answers a table can show.
func TestExtremes(t *testing.T) {
	for _, share := range []float64{0, 1} {
		p := Default()
		p.Head, p.HeadFirst, p.Errors, p.Slow, p.Baseline = share, share, share, share, share
		var b strings.Builder
		if err := p.Table(&b, 3, nil); err != nil || strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
			t.Errorf("all shares %v: %v\n%s", share, err, b.String())
		}
	}
}

// TestSimulationAgrees: what the real samplers keep is what the formulas say,
// within four standard deviations, and weighting recovers the truth.
func TestSimulationAgrees(t *testing.T) {
	p := Default()
	p.Errors, p.Slow, p.Baseline, p.Head = 0.01, 0.02, 0.05, 0.05
	const n = 100_000
	within := func(what string, got, p, n float64) {
		t.Helper()
		if sigma := math.Sqrt(p*(1-p)*n) + 1e-9; math.Abs(got-p*n) > 4*sigma {
			t.Errorf("%s: %v of %v, want %v within 4 * %.1f", what, got, n, p*n, sigma)
		}
	}
	for _, s := range Strategies() {
		o, err := p.Simulate(s, n, 7)
		if err != nil {
			t.Fatal(err)
		}
		c, name := p.Cost(s), p.title(s)
		within(name+": failed", float64(o.Failed), p.Errors, n)
		within(name+": kept", float64(o.Kept), c.KeepAny, n)
		within(name+": slow among the kept", float64(o.KeptSlow), c.NaiveSlowShare, float64(o.Kept))
		within(name+": failed kept", float64(o.KeptFailed), c.KeepErr, float64(o.Failed))
		p.Window = time.Duration(n / p.Traces * float64(time.Second)) // n traces long
		if off := math.Abs(o.Weighted/n - 1); off > 4*p.Cost(s).RateError {
			t.Errorf("%s: weighted count off by %v, standard error %v", name, off, p.Cost(s).RateError)
		}
		if off := math.Abs(o.WeightedFail/float64(o.Failed) - 1); off > 4*p.Cost(s).ErrorRateError+1e-4 {
			t.Errorf("%s: weighted failures off by %v, standard error %v", name, off, p.Cost(s).ErrorRateError)
		}
	}
}

func TestSimulateIsRepeatable(t *testing.T) {
	p := Default()
	a, err := p.Simulate(HeadThenTail, 25_000, 3)
	b, err2 := p.Simulate(HeadThenTail, 25_000, 3)
	if a != b || err != nil || err2 != nil || a.Traces != 25_000 {
		t.Errorf("the same seed gave %+v and %+v (%v, %v)", a, b, err, err2)
	}
}
