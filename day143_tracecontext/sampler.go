package tracecontext

import (
	"workbook/day143_tracecontext/tracestate"
)

// A Sampler decides, as a span starts, whether it will be recorded and
// exported. It is a function: wrap it to add a rule of your own. It is called
// from many goroutines at once.
type Sampler func(SampleParams) Decision

// SampleParams is what a Sampler may look at. Attributes are not among them:
// a decision must be the same on every hop, and only the trace id is.
type SampleParams struct {
	Parent  SpanContext // the zero SpanContext at a root
	TraceID TraceID     // the parent's, or the new one of a root
	Name    string
	Kind    Kind
}

// Decision is a Sampler's answer.
type Decision struct {
	Sample bool             // record and export this span, and set the sampled flag
	State  tracestate.State // the tracestate of the new span
}

// AlwaysOn samples every span.
func AlwaysOn(p SampleParams) Decision { return Decision{true, p.Parent.State} }

// AlwaysOff samples none. Ids are still minted and passed on.
func AlwaysOff(p SampleParams) Decision { return Decision{false, p.Parent.State} }

// Ratio samples the share p of all traces, by the trace id alone: the same
// answer for every span of a trace and in every service that decides so, and
// whatever is kept at p is also kept at any p' > p. It ignores the parent; put it
// inside ParentBased. p is clamped to 0..1; NaN panics.
//
// With R the low 56 bits of the trace id and T = round((1-p) * 2^56) to four
// significant hex digits, a trace is kept when R >= T, and T is published as
// ot=th: in the tracestate, so that a reader knows how many traces this one
// stands for (OpenTelemetry, "TraceState: Probability Sampling"). T is the
// rounded number in the decision as well: what is published is what was done.
func Ratio(p float64) Sampler {
	if p != p {
		panic("tracecontext: Ratio needs a share from 0 to 1, not NaN: check how it was computed")
	}
	t := NewThreshold(p)
	return func(p SampleParams) Decision {
		if !t.Keeps(p.TraceID) {
			return Decision{false, never.Publish(p.Parent.State)}
		}
		return Decision{true, t.Publish(p.Parent.State)}
	}
}

// ParentBased asks root at the start of a trace and follows the parent's
// sampled flag everywhere else, never rolling again: a coin on each of n hops
// would keep p^n of the traces whole.
func ParentBased(root Sampler) Sampler { return ParentBranches{Root: root}.Sample }

// ParentBranches is ParentBased with all five branches open. A nil Root, like a
// nil branch for a sampled parent, is AlwaysOn; the other two are AlwaysOff.
// Set RemoteSampled at an edge that must not let strangers choose your bill.
type ParentBranches struct {
	Root             Sampler // no parent
	RemoteSampled    Sampler // the parent is in another process
	RemoteNotSampled Sampler
	LocalSampled     Sampler // the parent is in this one
	LocalNotSampled  Sampler
}

// Sample is the Sampler.
func (b ParentBranches) Sample(p SampleParams) Decision {
	branch, otherwise := b.Root, AlwaysOn
	switch parent := p.Parent; {
	case !parent.Valid():
	case parent.Remote && parent.Sampled():
		branch = b.RemoteSampled
	case parent.Remote:
		branch, otherwise = b.RemoteNotSampled, AlwaysOff
	case parent.Sampled():
		branch = b.LocalSampled
	default:
		branch, otherwise = b.LocalNotSampled, AlwaysOff
	}
	if branch == nil {
		branch = otherwise
	}
	return branch(p)
}
