package samplecost

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/tailsampling"
)

// Observed is what a simulated strategy kept of a number of traces.
type Observed struct {
	Traces, Failed         int // that went in
	Kept, KeptFailed       int // that came out
	KeptSlow               int
	Weighted, WeightedFail float64 // the same, as estimates of what went in
}

// NaiveErrorShare is failed traces by traces, as a plain count reads it.
func (o Observed) NaiveErrorShare() float64 { return float64(o.KeptFailed) / float64(o.Kept) }

// Simulate sends n traces, of one span each, through the samplers of package
// tracecontext. The same seed gives the same traces.
func (p Params) Simulate(s Strategy, n int, seed uint64) (Observed, error) {
	r := rand.New(rand.NewPCG(seed, 143))
	head := tracecontext.Sampler(tracecontext.AlwaysOn)
	switch s {
	case Head:
		head = tracecontext.Ratio(p.Head)
	case HeadThenTail:
		head = tracecontext.Ratio(p.HeadFirst)
	}
	var o Observed
	// In portions: a tail sampler holds what it was given until it is shut down.
	for left := n; left > 0; left -= portion {
		out := tracecontext.NewRing(portion)
		next := tracecontext.Exporter(out)
		if s != Head {
			next = tailsampling.New(out, tailsampling.Options{
				Wait: time.Hour, Slow: slowTime, Baseline: p.Baseline, MaxTraces: portion, MaxBytes: portion << 10,
			})
		}
		if err := p.portion(&o, r, head, next, min(left, portion)); err != nil {
			return o, err
		}
		o.count(out.Spans())
	}
	return o, nil
}

// A portion bounds the memory of a long simulation. slowTime only has to be what
// the tail sampler is told.
const (
	portion  = 10_000
	slowTime = time.Second
)

// portion sends n traces to next, and shuts it down.
func (p Params) portion(o *Observed, r *rand.Rand, head tracecontext.Sampler, next tracecontext.Exporter, n int) error {
	now := time.Unix(0, 0) // all at once: no verdict here depends on the hour
	for range n {
		d := &tracecontext.SpanData{Start: now, End: now.Add(time.Millisecond)}
		binary.BigEndian.PutUint64(d.Context.TraceID[:8], r.Uint64())
		binary.BigEndian.PutUint64(d.Context.TraceID[8:], r.Uint64())
		d.Context.SpanID[0] = 1
		o.Traces++
		if r.Float64() < p.Errors {
			d.Status = tracecontext.StatusError
			o.Failed++
		}
		if r.Float64() < p.Slow {
			d.End = now.Add(slowTime)
		}
		// What the head drops never leaves the service.
		decision := head(tracecontext.SampleParams{TraceID: d.Context.TraceID})
		if !decision.Sample {
			continue
		}
		d.Context.State = decision.State
		if err := next.Export(context.Background(), []*tracecontext.SpanData{d}); err != nil {
			return err
		}
	}
	return next.Shutdown(context.Background())
}

// count adds up what came out, as it is and by what it stands for.
func (o *Observed) count(spans []*tracecontext.SpanData) {
	for _, d := range spans {
		o.Kept++
		o.Weighted += d.AdjustedCount()
		if d.Duration() >= slowTime {
			o.KeptSlow++
		}
		if d.Status == tracecontext.StatusError {
			o.KeptFailed++
			o.WeightedFail += d.AdjustedCount()
		}
	}
}
