package logging_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"net/url"
	"time"
)

// gen makes random attrs of every kind that slog has, and of the Go types that
// encoders trip over. A hollow group is one whose members print nothing.
type gen struct {
	*rand.Rand
	hollow bool // may make hollow groups, on which the standard library is wrong
}

func newGen(seed uint64) *gen { return &gen{Rand: rand.New(rand.NewPCG(seed, 141))} }

func pick[T any](g *gen, from ...T) T { return from[g.IntN(len(from))] }

func (g *gen) key() string {
	return pick(g, "a", "b", "user", "status", "a", "b", "", "with space", "dot.ted", `q"uote`, "a=b",
		"tab\t", "\xff", "ключ", "\u2028", "drop", "rename", "explode", "time", "msg", "level", "source", "\x7f", "\\")
}

func (g *gen) groupName() string {
	return pick(g, "G", "H", "req", "with space", "dot.ted", "é", "\xff", `"`, "=", "\u2029", "G", "H")
}

func (g *gen) text() string {
	switch g.IntN(4) {
	case 0:
		return pick(g, "", " ", "plain", "<a href='x'>&amp;</a>", "line\nbreak\r\n", "a=b", `say "hi"`, `back\slash`,
			"\x00\x1f\x7f", "\xc3\x28", "é", "日本", "\u2028\u2029", "\ufffd", "\U0001f600", "\u00a0", "nul\x00", "\u200b")
	case 1:
		b := make([]byte, g.IntN(12))
		for i := range b {
			b[i] = byte(g.Uint32())
		}
		return string(b)
	}
	return pick(g, "GET", "/orders/7", "ok", "timeout", "alice")
}

func (g *gen) attrs(max int) []slog.Attr {
	list := make([]slog.Attr, g.IntN(max+1))
	for i := range list {
		list[i] = g.attr(0)
	}
	return list
}

func (g *gen) attr(depth int) slog.Attr {
	if g.IntN(25) == 0 {
		return slog.Attr{}
	}
	return slog.Attr{Key: g.key(), Value: g.value(depth)}
}

func (g *gen) value(depth int) slog.Value {
	switch g.IntN(12) {
	case 0, 1:
		return slog.StringValue(g.text())
	case 2:
		return slog.Int64Value(pick(g, 0, -1, 7, math.MinInt64, math.MaxInt64, g.Int64()))
	case 3:
		return slog.Uint64Value(pick(g, 0, math.MaxUint64, g.Uint64()))
	case 4:
		return slog.Float64Value(g.float())
	case 5:
		return slog.BoolValue(g.IntN(2) == 0)
	case 6:
		return slog.DurationValue(pick(g, 0, time.Nanosecond, 1500*time.Millisecond, -time.Hour, time.Duration(g.Int64())))
	case 7:
		return slog.TimeValue(g.time())
	case 8:
		if depth < 4 {
			return g.group(depth)
		}
	case 9:
		if depth < 4 {
			return slog.AnyValue(g.valuer(depth))
		}
	}
	return slog.AnyValue(g.any())
}

// group has a member that prints and that no ReplaceAttr removes, unless
// hollow groups are wanted.
func (g *gen) group(depth int) slog.Value {
	if g.hollow && g.IntN(3) == 0 {
		return slog.GroupValue(pick(g, nil, []slog.Attr{{}}, []slog.Attr{slog.Any("x", (*slog.Source)(nil))},
			[]slog.Attr{{Key: "in", Value: slog.AnyValue(resolved{slog.GroupValue()})}}, []slog.Attr{{Value: slog.GroupValue(slog.Attr{})}})...)
	}
	members := make([]slog.Attr, 1+g.IntN(4))
	for i := range members {
		members[i] = g.attr(depth + 1)
	}
	members[g.IntN(len(members))] = slog.Int("keep", g.IntN(100))
	return slog.GroupValue(members...)
}

func (g *gen) valuer(depth int) slog.LogValuer {
	switch g.IntN(8) {
	case 0:
		return panicking{}
	case 1:
		return endless{}
	case 2:
		return resolved{slog.AnyValue(resolved{g.value(depth + 1)})}
	}
	return resolved{g.value(depth + 1)}
}

func (g *gen) float() float64 {
	return pick(g, 0, math.Copysign(0, -1), 1, -2.5, 1e-7, 1e-6, 9.99e-7, 1e20, 1e21, -1e21, 1e-10, 1e100, 3.0000000001,
		math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64,
		math.Float64frombits(g.Uint64()), g.NormFloat64())
}

// time stays within the years that have four digits.
func (g *gen) time() time.Time {
	zone := pick(g, time.UTC, time.Local, time.FixedZone("", 0), time.FixedZone("odd", 5*3600+30*60), time.FixedZone("secs", -(3*3600+7*60+29)),
		time.FixedZone("far", 23*3600+59*60), time.FixedZone("few", -59))
	sec := pick(g, 0, -1, 951782400, -62135596800, 253402300799-90000, g.Int64N(253402214400), -g.Int64N(62167132800))
	nsec := pick(g, 0, 1, 999_999_999, 120_000_000, 1_000_000, g.Int64N(1e9))
	return time.Unix(sec, nsec).In(zone)
}

func (g *gen) any() any {
	values := anyValues()
	return values[g.IntN(len(values))]
}

// anyValues are built anew each time: some are mutable.
func anyValues() []any {
	wrapped := fmt.Errorf("load %q: %w", "x", fs.ErrNotExist)
	when := time.Date(2026, 3, 2, 12, 0, 0, 5, time.UTC)
	return []any{
		nil, wrapped, errors.Join(wrapped, errors.New("second\nline")), (*nilError)(nil), marshalledError{},
		struct {
			A int    `json:"a"`
			B string `json:"b,omitempty"`
			c int
		}{1, "<b>", 2}, &struct{ P *int }{}, map[string]int{"z": 1, "a": 2}, map[int]string{2: "x"}, []any{1, "two", nil, 3.5},
		[]byte("bytes\x00"), named("named bytes"), []string{}, []int(nil), [2]bool{true, false},
		json.RawMessage(`{"raw": [1,  2]}`), json.RawMessage(`{broken`), json.Number("12.50"),
		stringer{}, texter{"te xt", nil}, texter{"", errors.New("no text")}, jsoner{`{"a":  "<&>"}`, nil}, jsoner{"", errors.New("no json")},
		jsoner{"{bad", nil}, panicker{}, (*panicker)(nil), &slog.Source{Function: "f", File: "a b.go", Line: 7}, &slog.Source{Line: 3},
		&slog.Source{}, (*slog.Source)(nil), slog.Source{File: "v.go"}, slog.LevelWarn, slog.Level(3), new(slog.LevelVar), slog.KindGroup,
		&url.URL{Scheme: "https", Host: "example.com", Path: "/a b"}, netip.MustParseAddr("192.0.2.1"), big.NewInt(-77),
		make(chan int), func() {}, complex(1, -2), time.March, &when, uintptr(9), struct{}{}, slog.AnyValue("v"), slog.Int("k", 1),
	}
}

type (
	resolved        struct{ v slog.Value }
	panicking       struct{}
	endless         struct{}
	nilError        struct{ text string }
	marshalledError struct{}
	named           []byte
	stringer        struct{ Hidden int }
	texter          struct {
		text string
		err  error
	}
	jsoner struct {
		text string
		err  error
	}
	panicker struct{ n int }
)

func (r resolved) LogValue() slog.Value              { return r.v }
func (panicking) LogValue() slog.Value               { panic("LogValue gives up") }
func (e endless) LogValue() slog.Value               { return slog.AnyValue(e) }
func (e *nilError) Error() string                    { return e.text }
func (marshalledError) Error() string                { return "as text" }
func (marshalledError) MarshalJSON() ([]byte, error) { return []byte(`{"code":7}`), nil }
func (stringer) String() string                      { return "String was called" }
func (t texter) MarshalText() ([]byte, error)        { return []byte(t.text), t.err }
func (j jsoner) MarshalJSON() ([]byte, error)        { return []byte(j.text), j.err }
func (p *panicker) MarshalJSON() ([]byte, error)     { panic(fmt.Sprint("n is ", p.n)) }
func (p panicker) MarshalText() ([]byte, error)      { panic("no text") }
