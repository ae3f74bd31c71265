package alerting

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

func TestSimulateIsSeeded(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	one, same, other := p.Simulate(.01, 3, 1), p.Simulate(.01, 3, 1), p.Simulate(.01, 3, 2)
	if !reflect.DeepEqual(one, same) {
		t.Errorf("Simulate with one seed = %v, then %v, want the same", one, same)
	}
	if reflect.DeepEqual(one, other) {
		t.Errorf("Simulate with two seeds = %v both times, want different", one)
	}
}

// TestSimulateAgreesWithClosedForm where windows are far from whole numbers of
// errors: at 10 an hour no window needs more than one.
func TestSimulateAgreesWithClosedForm(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	runs := rounds(t, 400)
	sim := p.Simulate(10./3600, runs, 146)
	for i, a := range p.Alerts[:2] {
		want := a.FalsePages(10. / 3600)
		// Counts scatter like Poisson: five standard errors.
		if got, slack := sim.Alerts[i], 5*math.Sqrt(want/float64(runs)); math.Abs(got-want) > slack {
			t.Errorf("alert %d: simulated %v false pages, want %v within %v", i, got, want, slack)
		}
	}
	if got, low, high := sim.Pages, 6.5, 7.9; got < low || got > high {
		t.Errorf("pages in 30 days = %v, want about 7", got)
	}
}

// TestSimulateSeesFewRequests: with 0.0333 requests a second the 5 minutes hold
// ten on average; 6 h hold 720, so T*N is 4.32. The closed form is near but not
// equal there, which is what the simulation is for.
func TestSimulateSeesFewRequests(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	sim, closed := p.Simulate(.0333, 100, 7), p.Alerts[1].FalsePages(.0333)
	if got := sim.Alerts[1]; !closeTo(got, closed, .5) {
		t.Errorf("simulated %v, closed form %v: want the same order", got, closed)
	}
}

// TestSimulationStep: short windows must not make the simulation endless; between
// two evaluations nobody looks.
func TestSimulationStep(t *testing.T) {
	slo := SLO{.999, 30 * day}
	held := mustPolicy(t, slo, Tier{Spend: .0001, Empties: 50 * time.Hour})
	quick := held
	quick.Pipeline.Evaluate = 100 * time.Millisecond
	for _, tt := range []struct {
		name string
		p    Policy
		want time.Duration
	}{{"usual", mustPolicy(t, slo), time.Minute}, {"a short window of 2s", held, 15 * time.Second}, {"evaluated ten times a second", quick, 400 * time.Millisecond}} {
		if got := tt.p.simulationStep(); got != tt.want {
			t.Errorf("%s: looks every %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestSimulateNothing(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	for name, got := range map[string]Simulation{
		"no runs": p.Simulate(1, 0, 1), "no traffic": p.Simulate(0, 1, 1), "no alerts": (Policy{}).Simulate(1, 1, 1)} {
		if want := 0.0; got.Pages != want {
			t.Errorf("%s: %v pages, want %v", name, got.Pages, want)
		}
	}
}

// TestPoissonDraws has the right mean and spread on both sides of its switch.
func TestPoissonDraws(t *testing.T) {
	p := mustPolicy(t, SLO{.5, time.Hour}, Tier{Spend: .5, Empties: time.Hour})
	w := p.world(1, rand.New(rand.NewPCG(3, 3)))
	for _, mean := range []float64{.01, 3, 49, 51, 1000} {
		sum, squares, n := 0.0, 0.0, 20_000.0
		for range int(n) {
			v := w.poisson(mean)
			sum, squares = sum+v, squares+v*v
		}
		got := sum / n
		if slack := 5 * math.Sqrt(mean/n); math.Abs(got-mean) > slack {
			t.Errorf("mean of poisson(%v) = %v, want it within %v", mean, got, slack)
		}
		if variance := squares/n - got*got; !closeTo(variance, mean, .2) {
			t.Errorf("variance of poisson(%v) = %v, want about the mean", mean, variance)
		}
	}
}
