package metrics

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A Registry holds metrics and writes them as a page. Create one with
// [NewRegistry] and pass it to whoever has something to measure: there is no
// default registry. All methods may be called from any goroutine.
//
// The methods that create a metric are for start-up. A name, label or bound
// that would make a scraper refuse the page is a programmer's error and
// panics, as [net/http.ServeMux.Handle] does.
//
// A registry also writes two counters of its own, once there is anything to
// count: metrics_rejected_samples_total{metric}, for values that a metric
// could not take and callbacks that panicked, and
// metrics_folded_series_total{metric}, for lookups that a vector's limit sent
// to its overflow series.
type Registry struct {
	// families is in order of name. It is copy-on-write: the slice is never
	// changed but replaced, so that a scrape can walk it while others register.
	families atomic.Pointer[[]*family]

	mu      sync.Mutex
	claimed map[string]string // a name in either format -> the family it belongs to

	spare atomic.Pointer[page] // the last page, to be built in again
}

// NewRegistry returns a registry without metrics.
func NewRegistry() *Registry {
	r := &Registry{claimed: make(map[string]string)}
	r.families.Store(&[]*family{})
	r.tally("metrics_rejected_samples_total", "Values refused by the metric, and panics of its callback.",
		func(f *family) uint64 { return f.rejected.Load() })
	r.tally("metrics_folded_series_total", "Lookups answered with the overflow series because the vector is at its limit.",
		func(f *family) uint64 { return f.folded.Load() })
	return r
}

// register adds f, or panics when one of the names it writes is taken.
func (r *Registry) register(f *family) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range claims(f.name, f.kind) {
		if owner, taken := r.claimed[name]; taken {
			panic(fmt.Sprintf("metrics: the %s %s cannot be registered: its name %s belongs to %s already.",
				f.kind, f.name, name, owner))
		}
	}
	for _, name := range claims(f.name, f.kind) {
		r.claimed[name] = f.name
	}
	old := *r.families.Load()
	position, _ := slices.BinarySearchFunc(old, f.name, func(f *family, name string) int { return strings.Compare(f.name, name) })
	families := slices.Insert(slices.Clone(old), position, f)
	r.families.Store(&families)
}

// Counter registers a counter. The name should end in _total; where it does
// not, OpenMetrics requires that the sample is written with it all the same.
func (r *Registry) Counter(name, help string) *Counter {
	f := newFamily(name, help, counterKind, nil)
	c := &Counter{family: f}
	f.only(c)
	r.register(f)
	return c
}

// Gauge registers a gauge.
func (r *Registry) Gauge(name, help string) *Gauge {
	f := newFamily(name, help, gaugeKind, nil)
	g := &Gauge{}
	f.only(g)
	r.register(f)
	return g
}

// GaugeFunc registers a gauge whose value is what the function returns. Every
// scrape calls it, several at a time perhaps, and waits for it; no lock is
// held. If it panics, the page lacks this sample only.
func (r *Registry) GaugeFunc(name, help string, value func() float64) {
	if value == nil {
		panic(fmt.Sprintf("metrics: the gauge %s has a nil function.", name))
	}
	f := newFamily(name, help, gaugeKind, nil)
	f.only(gaugeFunc{family: f, value: value})
	r.register(f)
}

// Histogram registers a histogram with the given upper bounds, ascending, in
// the unit of what it will observe. A bucket up to +Inf is always added.
func (r *Registry) Histogram(name, help string, bounds []float64) *Histogram {
	f := newFamily(name, help, histogramKind, nil)
	h := newHistogram(f, f.setBounds(bounds))
	f.only(h)
	r.register(f)
	return h
}

// Summary registers a summary for the given quantiles, ascending, from 0 to 1.
func (r *Registry) Summary(name, help string, quantiles []float64) *Summary {
	f := newFamily(name, help, summaryKind, nil)
	s := newSummary(f, f.setQuantiles(quantiles))
	f.only(s)
	r.register(f)
	return s
}
