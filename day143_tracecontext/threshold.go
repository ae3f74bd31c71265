package tracecontext

import (
	"cmp"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"workbook/day143_tracecontext/tracestate"
)

// Threshold is T, the number of 56-bit values that are rejected: a trace is kept
// when its randomness R >= T, which has the probability 1 - T/2^56 (OpenTelemetry,
// "TraceState: Probability Sampling").
type Threshold uint64

// never keeps nothing: no R reaches it. It has no th: form.
const never Threshold = thresholdMax

const (
	thresholdMax  = 1 << 56
	thresholdHex  = 14 // hex digits of 56 bits
	thresholdSign = 4  // digits published after leading f's
)

// NewThreshold returns the T of the probability p, rounded to thresholdSign hex
// digits. They are counted after the leading f's: these appear when p is small, and
// a fixed number of digits would leave nothing of it (0.0001 is fff972, not ffff).
// The error is below 2^-12 of p. Every coarser grid is part of the finer ones, so
// p < p' still gives T >= T'.
func NewThreshold(p float64) Threshold {
	switch {
	case p <= 0:
		return never
	case p >= 1:
		return 0
	}
	t := thresholdMax - uint64(math.Round(p*thresholdMax)) // 1-p first would lose the digits of a small p
	keep := thresholdSign
	for keep < thresholdHex && t>>(4*(thresholdHex-keep+thresholdSign-1)) == 1<<(4*(keep-thresholdSign+1))-1 {
		keep++
	}
	unit := uint64(1) << (4 * (thresholdHex - keep))
	return Threshold((t + unit/2) / unit * unit)
}

// Keeps reports whether the trace with this id is kept.
func (t Threshold) Keeps(id TraceID) bool { return id.randomness() >= uint64(t) }

// randomness is R, the number every sampler of a trace agrees on: the low 56
// bits, the ones FlagRandom vouches for.
func (id TraceID) randomness() uint64 {
	return binary.BigEndian.Uint64(id[8:]) & (thresholdMax - 1)
}

// Count is how many traces a kept one stands for: 1/p.
func (t Threshold) Count() float64 {
	return thresholdMax / float64(thresholdMax-min(uint64(t), thresholdMax-1))
}

// String is the th: form: 14 hex digits without trailing zeros, 1/2 is "8".
func (t Threshold) String() string {
	s := strconv.FormatUint(uint64(t)|thresholdMax, 16)[1:] // the set bit keeps leading zeros
	return cmp.Or(strings.TrimRight(s, "0"), "0")
}

// parseThreshold reads 1 to 14 lower-case hex digits.
func parseThreshold(s string) (Threshold, bool) {
	if s == "" || len(s) > thresholdHex || strings.ToLower(s) != s {
		return 0, false
	}
	v, err := strconv.ParseUint(s, 16, 64)
	return Threshold(v << (4 * (thresholdHex - len(s)))), err == nil
}

// The entry of OpenTelemetry in a tracestate holds sub-keys of its own,
// "ot=th:c;rv:...": those of others are kept.
const (
	otKey = "ot"
	otTh  = "th:"
)

// thresholdOf returns the T published in s; ok is false where there is none.
func thresholdOf(s tracestate.State) (t Threshold, ok bool) {
	for sub := range strings.SplitSeq(s.Get(otKey), ";") {
		if v, found := strings.CutPrefix(sub, otTh); found {
			return parseThreshold(v)
		}
	}
	return 0, false
}

// Publish returns s with t as its ot=th:, in place of an older one. A T of 2^56 removes
// what was published: a span that was not sampled stands for nothing.
func (t Threshold) Publish(s tracestate.State) tracestate.State {
	old := s.Get(otKey)
	if old == "" && t == never {
		return s
	}
	var subs []string
	if t != never {
		subs = append(subs, otTh+t.String())
	}
	for sub := range strings.SplitSeq(old, ";") {
		if sub != "" && !strings.HasPrefix(sub, otTh) {
			subs = append(subs, sub)
		}
	}
	if len(subs) == 0 {
		return s.Delete(otKey)
	}
	entry := strings.Join(subs, ";")
	if entry == old {
		return s // Set would move it, and what is not modified keeps its place (3.5)
	}
	// An entry grown past 256 bytes by others' sub-keys is refused: s stays.
	s, _ = s.Set(otKey, entry)
	return s
}

// AdjustedCount is how many spans this one stands for: 1/p of the sampling it
// survived, as its tracestate tells (ot=th:), and 1 where that says nothing.
// Sum it instead of counting spans; a plain count of a sample is a wrong rate.
func (d *SpanData) AdjustedCount() float64 {
	if t, ok := thresholdOf(d.Context.State); ok {
		return t.Count()
	}
	return 1
}
