package alerting

import (
	"math"
	"math/rand/v2"
	"time"
)

// Simulation is the mean over all runs of how often alerts began in one Period.
type Simulation struct {
	Alerts []float64 // for each alert of the policy, by itself
	Pages  float64   // began while no other page was firing: what a pager counts
	Runs   int
}

// Simulate counts false alerts by Monte Carlo: requests arrive at random, rps a
// second on average, each fails with the probability that the SLO allows, and
// the alerts are looked at five times in the shortest window, but no more often
// than the pipeline evaluates. The same seed gives the same result.
//
// It differs from FalsePages where threshold*requests in a window is near a
// whole number: then a window with a few requests more or less needs one error
// more or less, and the closed form knows only the average window.
func (p Policy) Simulate(rps float64, runs int, seed uint64) Simulation {
	sim := Simulation{Alerts: make([]float64, len(p.Alerts)), Runs: runs}
	if len(p.Alerts) == 0 || runs <= 0 {
		return sim
	}
	w := p.world(rps, rand.New(rand.NewPCG(seed, seed)))
	for range runs {
		w.draw()
		w.count(&sim)
	}
	for i := range sim.Alerts {
		sim.Alerts[i] /= float64(runs)
	}
	sim.Pages /= float64(runs)
	return sim
}

// simulationStep is how often Simulate looks: five times in the shortest short
// window, which is once a minute for the usual 5 m, but no more often than
// Prometheus does.
func (p Policy) simulationStep() time.Duration {
	step := p.Alerts[0].Short
	for _, a := range p.Alerts {
		step = min(step, a.Short)
	}
	return max(step/5, p.Pipeline.Defaults().Evaluate)
}

// world is the traffic of one period, after a time long enough to fill the
// longest window.
type world struct {
	alerts      []windows
	rng         *rand.Rand
	good, bad   float64 // expected in one step
	warm, steps int
	all, failed []float64 // counts up to each step, so a window is one subtraction
}

// windows is a BurnAlert in steps.
type windows struct {
	long, short int
	threshold   float64
	page        bool
}

// world turns a policy into steps and takes all the room that the runs share.
func (p Policy) world(rps float64, rng *rand.Rand) *world {
	step := p.simulationStep()
	w := &world{rng: rng}
	for _, a := range p.Alerts {
		v := windows{int(a.Long / step), int(a.Short / step), a.Threshold, a.Tier.Severity == Page}
		w.alerts = append(w.alerts, v)
		w.warm = max(w.warm, v.long)
	}
	w.steps = w.warm + int(p.SLO.Period/step)
	w.all, w.failed = make([]float64, w.steps+1), make([]float64, w.steps+1)
	mean := rps * step.Seconds()
	w.bad = mean * p.SLO.Budget()
	w.good = mean - w.bad
	return w
}

// draw fills the period with traffic. Good and bad requests of a Poisson stream
// are two independent Poisson streams.
func (w *world) draw() {
	for i := 1; i <= w.steps; i++ {
		bad := w.poisson(w.bad)
		w.failed[i] = w.failed[i-1] + bad
		w.all[i] = w.all[i-1] + bad + w.poisson(w.good)
	}
}

// poisson draws by counting how many uniform numbers multiply to below e^-mean;
// above 50, where that is slow, it rounds a normal number with the same mean and
// spread, which is close enough to the average of many windows.
func (w *world) poisson(mean float64) float64 {
	if mean > 50 {
		return max(0, math.Round(mean+math.Sqrt(mean)*w.rng.NormFloat64()))
	}
	n, limit := 0.0, math.Exp(-mean)
	for p := w.rng.Float64(); p > limit; p *= w.rng.Float64() {
		n++
	}
	return n
}

// count adds the beginnings of each alert in the period to sim.
func (w *world) count(sim *Simulation) {
	was, paging := make([]bool, len(w.alerts)), false
	for i := w.warm; i <= w.steps; i++ {
		page := false
		for j, a := range w.alerts {
			on := w.above(i, a.long, a.threshold) && w.above(i, a.short, a.threshold)
			if on && !was[j] {
				sim.Alerts[j]++
			}
			was[j] = on
			page = page || on && a.page
		}
		if page && !paging {
			sim.Pages++
		}
		paging = page
	}
}

// above multiplies instead of dividing, so that no traffic is no alert.
func (w *world) above(i, window int, threshold float64) bool {
	return w.failed[i]-w.failed[i-window] > threshold*(w.all[i]-w.all[i-window])
}
