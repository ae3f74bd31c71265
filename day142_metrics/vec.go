package metrics

import (
	"hash/maphash"
	"slices"
)

// A CounterVec is a family of counters that differ in their label values.
type CounterVec = Vec[Counter]

// A GaugeVec is a family of gauges that differ in their label values.
type GaugeVec = Vec[Gauge]

// A HistogramVec is a family of histograms that differ in their label values.
type HistogramVec = Vec[Histogram]

// A Vec is a family of metrics of one kind that differ in their label values.
// Create one with [Registry.CounterVec], [Registry.GaugeVec] or
// [Registry.HistogramVec]. With may be called from any goroutine; Limit and
// Bounded belong right behind the creation.
type Vec[M any] struct {
	set *seriesSet
}

// With returns the metric with these label values, one for each label in their
// order, and creates it when it is new. Keep the pointer: With is for start-up
// and rare paths. An empty value is an absent label. Bytes that are not UTF-8
// become U+FFFD. The wrong number of values is a programmer's error and panics.
func (v *Vec[M]) With(values ...string) *M {
	if len(values) != len(v.set.family.labels) {
		v.set.miscounted(len(values))
	}
	s := v.set.find(values)
	if s == nil {
		s = v.set.add(values)
	}
	m, _ := any(s.metric).(*M)
	return m
}

// Limit bounds the cardinality: it sets how many series With may create, 1 or
// more instead of 1000. Past it, With returns the overflow series: all labels
// read other, but those that Bounded has named keep their value. It returns v.
func (v *Vec[M]) Limit(series int) *Vec[M] {
	v.set.setLimit(series)
	return v
}

// Bounded declares that a label has these values and no others: anything else
// reads other from the start. In return its value survives the limit. It
// returns v, and panics when v has no such label, or without a value.
func (v *Vec[M]) Bounded(label string, values ...string) *Vec[M] {
	v.set.setBounded(label, values)
	return v
}

func newVec[M any](f *family, create func() sampler) *Vec[M] {
	s := &seriesSet{family: f, limit: defaultLimit, create: create, bounded: slices.Repeat([][]string{nil}, len(f.labels))}
	s.table.Store(newTable(maphash.MakeSeed(), 8))
	return &Vec[M]{set: s}
}

// CounterVec registers a family of counters with these labels.
func (r *Registry) CounterVec(name, help string, labels ...string) *CounterVec {
	f := newFamily(name, help, counterKind, labels)
	r.register(f)
	return newVec[Counter](f, func() sampler { return &Counter{family: f} })
}

// GaugeVec registers a family of gauges with these labels.
func (r *Registry) GaugeVec(name, help string, labels ...string) *GaugeVec {
	f := newFamily(name, help, gaugeKind, labels)
	r.register(f)
	return newVec[Gauge](f, func() sampler { return &Gauge{} })
}

// HistogramVec registers a family of histograms with these bounds and labels.
func (r *Registry) HistogramVec(name, help string, bounds []float64, labels ...string) *HistogramVec {
	f := newFamily(name, help, histogramKind, labels)
	bounds = f.setBounds(bounds)
	r.register(f)
	return newVec[Histogram](f, func() sampler { return newHistogram(f, bounds) })
}
