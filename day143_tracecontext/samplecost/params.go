package samplecost

import (
	"fmt"
	"math"
	"time"
)

// Params describe a system that is to be sampled. Shares are from 0 to 1.
type Params struct {
	Traces     float64       // lambda, a second
	Spans      float64       // s, in each trace
	Wire       float64       // b, bytes of a span on the network and in storage
	Heap       float64       // m, bytes of a span that waits
	Wait       time.Duration // W, from a trace's first span to its verdict
	Head       float64       // p, what a head sampler alone keeps
	HeadFirst  float64       // p', what a head sampler in front of a tail keeps
	Errors     float64       // e, traces that fail
	Slow       float64       // traces that are slow
	Baseline   float64       // q, what a tail sampler keeps of the rest
	Collectors int           // tail samplers that share the work
	Window     time.Duration // over which rates are estimated
}

// Default is the system of the lesson.
func Default() Params {
	return Params{
		Traces: 10_000, Spans: 20, Wire: 225, Heap: 572, Wait: 10 * time.Second,
		Head: 0.01, HeadFirst: 0.1, Errors: 0.001, Baseline: 0.01,
		Collectors: 1, Window: time.Minute,
	}
}

// Validate says which field can't be, and why.
func (p Params) Validate() error {
	for _, f := range []struct {
		name  string
		value float64
	}{{"traces a second", p.Traces}, {"spans a trace", p.Spans}, {"bytes on the wire", p.Wire}, {"bytes in memory", p.Heap}} {
		if !(f.value > 0) || math.IsInf(f.value, 0) {
			return fmt.Errorf("%s: %v is not a finite number above 0", f.name, f.value)
		}
	}
	for _, f := range []struct {
		name  string
		value float64
	}{
		{"head share", p.Head}, {"share of the head before a tail", p.HeadFirst}, {"error share", p.Errors},
		{"slow share", p.Slow}, {"tail baseline", p.Baseline},
	} {
		if !(f.value >= 0 && f.value <= 1) {
			return fmt.Errorf("%s: %v is not a share from 0 to 1 (or 0%% to 100%%)", f.name, f.value)
		}
	}
	switch {
	case p.Spans < 1:
		return fmt.Errorf("spans a trace: %v is less than one", p.Spans)
	case p.Wait <= 0:
		return fmt.Errorf("decision wait: %v is not above 0: a verdict without a wait is a head sampler's", p.Wait)
	case p.Window <= 0:
		return fmt.Errorf("window: %v is not above 0", p.Window)
	case p.Collectors < 1:
		return fmt.Errorf("collectors: %d is less than one", p.Collectors)
	}
	return nil
}

// Strategy is a way to sample.
type Strategy int

const (
	Head         Strategy = iota // decided at the root, by the trace id alone
	Tail                         // decided when the trace is whole, by what is in it
	HeadThenTail                 // a head keeps a share, and a tail chooses from that
)

// Strategies are all of them, in the order of the table.
func Strategies() []Strategy { return []Strategy{Head, Tail, HeadThenTail} }
