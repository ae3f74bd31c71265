package tracecontext

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
)

// TraceID names one trace: 16 bytes, the same on every hop. All zero is
// "no trace" (W3C Trace Context Level 2, 3.2.2.3).
type TraceID [16]byte

// SpanID names one operation within a trace: 8 bytes, new on every hop. All
// zero is "no span". The wire calls it parent-id, because the receiver sees
// the sender's span as its parent (3.2.2.4).
type SpanID [8]byte

// Flags are the trace-flags of a traceparent (3.2.2.5): a set of bits, to be
// tested one by one and never compared as a whole.
type Flags byte

const (
	// FlagSampled says that the sender may have recorded its span.
	FlagSampled Flags = 1 << 0
	// FlagRandom says that the low 7 bytes of the trace id are uniformly random,
	// so that anyone may sample or shard by them (Level 2, 3.2.2.5.2).
	FlagRandom Flags = 1 << 1

	// knownFlags is what version 00 defines; the rest must go out as zero.
	knownFlags = FlagSampled | FlagRandom
)

// String is 32 lower-case hex digits.
func (id TraceID) String() string { return hex.EncodeToString(id[:]) }

// String is 16 lower-case hex digits.
func (id SpanID) String() string { return hex.EncodeToString(id[:]) }

// String is 2 lower-case hex digits.
func (f Flags) String() string { return hex.EncodeToString([]byte{byte(f)}) }

// newTraceID draws from math/rand/v2's top-level source: ChaCha8, seeded by the
// operating system, one state for each thread. A source seeded from the clock
// would give the same ids to two replicas that start in the same tick.
func newTraceID() (id TraceID) {
	for id == (TraceID{}) { // all zero means "none", so draw again
		binary.BigEndian.PutUint64(id[:8], rand.Uint64())
		binary.BigEndian.PutUint64(id[8:], rand.Uint64())
	}
	return id
}

func newSpanID() (id SpanID) {
	for id == (SpanID{}) {
		binary.BigEndian.PutUint64(id[:], rand.Uint64())
	}
	return id
}
