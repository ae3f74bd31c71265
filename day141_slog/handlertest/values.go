package handlertest

import (
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// valueChecks hand over values that misbehave. The rule behind all of them: a
// log call never takes the program down, and what is wrong can be seen.
func valueChecks() []check {
	return []check{
		{"logvalue-panic", "a LogValue that panics yields a visible value", misbehaving(slog.Any("x", panicValuer{}))},
		{"logvalue-cycle", "a LogValue that returns itself yields a visible value", cycle(false)},
		{"logvalue-group-cycle", "a LogValue whose group contains itself yields a visible value", cycle(true)},
		{"marshal-error", "a value that cannot be marshalled yields a visible value", misbehaving(slog.Any("x", failing{}))},
		{"value-panic", "a value whose methods panic yields a visible value", valuePanic},
		{"unknown-kind", "a value of a kind that slog may add later yields a visible value", unknownKind},
		{"odd-time", "a year of five digits leaves the line in one piece", oddTime},
	}
}

// misbehaving logs x among innocent attrs, in the record and through
// WithAttrs.
func misbehaving(x slog.Attr) func(p *probe) {
	return func(p *probe) {
		h, out := p.handler()
		a, k := slog.String("a", "b"), slog.String("k", "v")
		want := tree{"a": "b", "x": present{}, "k": "v"}
		call := "attrs a=b, x=the value, k=v"
		p.expect(call, p.emit(call, h, out, a, x, k), want)
		call = "WithAttrs(a=b, x=the value) and attr k=v"
		p.expect(call, p.emit(call, p.attrs(h, a, x), out, k), want)
	}
}

// valuePanic tries a method of the encoders', one of error, and a nil pointer,
// which is by far the most common of the three.
func valuePanic(p *probe) {
	misbehaving(slog.Any("x", panicMarshaler{}))(p)
	misbehaving(slog.Any("x", panicError{}))(p)
	misbehaving(slog.Any("x", (*pointerError)(nil)))(p)
}

// unknownKind tries a Kind as a value, which is legal, and a value of a kind
// that does not exist yet.
func unknownKind(p *probe) {
	misbehaving(slog.Any("x", slog.Kind(77)))(p) // AnyValue wraps a Kind: it prints as any other value
	if v, ok := forgeKind(); ok {
		misbehaving(slog.Attr{Key: "x", Value: v})(p)
	}
}

// oddTime: RFC 3339 has no form for these years, and encoding/json refuses them.
func oddTime(p *probe) {
	for _, year := range []int{12026, -5} {
		misbehaving(slog.Time("x", time.Date(year, 3, 2, 12, 0, 0, 0, time.UTC)))(p)
	}
}

// cycle ends by itself after tooMany calls: a handler without a bound would
// otherwise overflow its stack, and Go cannot recover from that.
func cycle(inGroup bool) func(p *probe) {
	const tooMany = 1000
	return func(p *probe) {
		var calls atomic.Int64
		misbehaving(slog.Any("x", cyclic{&calls, inGroup, tooMany}))(p)
		if n := calls.Load(); n >= tooMany {
			p.mismatch("a value that refers to itself",
				fmt.Sprintf("%d calls of LogValue and no end", n), "the handler to give up")
		}
	}
}

// cyclic returns itself, plainly or inside a group.
type cyclic struct {
	calls   *atomic.Int64
	inGroup bool
	tooMany int64
}

func (c cyclic) LogValue() slog.Value {
	if c.calls.Add(1) >= c.tooMany {
		return slog.StringValue("ended by handlertest")
	}
	if c.inGroup {
		return slog.GroupValue(slog.Any("self", c))
	}
	return slog.AnyValue(c)
}

type panicValuer struct{}

func (panicValuer) LogValue() slog.Value { panic("LogValue of handlertest") }

// failing fails in each way an encoder may ask.
type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errors.New("MarshalJSON of handlertest") }
func (failing) MarshalText() ([]byte, error) { return nil, errors.New("MarshalText of handlertest") }

// panicMarshaler panics in each way an encoder may ask.
type panicMarshaler struct{}

func (panicMarshaler) MarshalJSON() ([]byte, error) { panic("MarshalJSON of handlertest") }
func (panicMarshaler) MarshalText() ([]byte, error) { panic("MarshalText of handlertest") }

type panicError struct{}

func (panicError) Error() string { panic("Error of handlertest") }

// pointerError panics when the pointer is nil, as most error types do.
type pointerError struct{ text string }

func (e *pointerError) Error() string { return e.text }
