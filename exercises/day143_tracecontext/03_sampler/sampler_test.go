package sampler_test

import (
	"embed"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
	sampler "workbook/exercises/day143_tracecontext/03_sampler"
	"workbook/exercises/oracle"
)

//go:embed sampler.go testdata/stub/sampler.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readThreshold = "day143_tracecontext/threshold.go NewThreshold"
	readKeeps     = "day143_tracecontext/threshold.go Threshold.Keeps"
	readParent    = "day143_tracecontext/sampler.go ParentBased"
)

// traceID has these low 7 bytes and, above them, 9 equal ones.
func traceID(above byte, low uint64) (id [16]byte) {
	binary.BigEndian.PutUint64(id[8:], low)
	for i := range 9 {
		id[i] = above
	}
	return id
}

func keepCase(id [16]byte, p float64, want bool, rule string) check.Case {
	return check.Case{
		Call: "Keep(%x, %v)", Args: []any{id, p}, Want: fmt.Sprint(want), Rule: rule,
		Got: func() string { return fmt.Sprint(sampler.Keep(id, p)) },
	}
}

func TestKeepThreshold(t *testing.T) {
	tests := []struct {
		name  string
		above byte
		low   uint64
		p     float64
		want  bool
		rule  string
	}{
		{"all", 0, 0, 1, true, "p = 1 keeps every trace, the one with R = 0 too"},
		{"all_with_the_largest_id", 0xff, 1<<56 - 1, 1, true, "p = 1 keeps every trace"},
		{"none_with_the_largest_id", 0xff, 1<<56 - 1, 0, false, "p = 0 keeps none: T is 2^56, and no R reaches it"},
		{"half_above", 0, 0x80000000000000, 0.5, true, "keep when R >= T, with T = (1-p) * 2^56: the high half is kept"},
		{"half_below", 0, 0x7fffffffffffff, 0.5, false, "R < T is rejected: the low half goes"},
		{"quarter_above", 0, 0xc0000000000000, 0.25, true, "a quarter is the top quarter: T = 0xc0000000000000"},
		{"quarter_below", 0, 0xbfffffffffffff, 0.25, false, "a quarter is the top quarter: T = 0xc0000000000000"},
		{"three_quarters_above", 0, 0x40000000000000, 0.75, true, "three quarters reject the lowest quarter: T = 0x40000000000000"},
		{"one_in_65536", 0, 0xffff0000000000, 1.0 / 65536, true, "small shares need all 56 bits, not a few of them"},
		{"not_one_in_65536", 0, 0xfffeffffffffff, 1.0 / 65536, false, "small shares need all 56 bits, not a few of them"},
		{"a_tenth_above", 0, 64851834634135160, 0.1, true, "T is 0.9 * 2^56: not a multiple of anything round"},
		{"a_tenth_below", 0, 64851834634135120, 0.1, false, "T is 0.9 * 2^56: not a multiple of anything round"},
		{"a_thousandth_above", 0, 71985536443890020, 0.001, true, "T is 0.999 * 2^56: not a multiple of anything round"},
		{"a_thousandth_below", 0, 71985536443889990, 0.001, false, "T is 0.999 * 2^56: not a multiple of anything round"},
		{"upper_bytes_do_not_help", 0xff, 0, 0.5, false, "only the low 7 bytes are random by contract; the upper 9 may be a time"},
		{"upper_bytes_do_not_hurt", 0x00, 1<<56 - 1, 0.5, true, "only the low 7 bytes are random by contract; the upper 9 may be zeros"},
		{"over_one", 0, 0, 1.5, true, "a share over 1 is 1: a typing mistake must not drop everything"},
		{"infinite", 0, 0, math.Inf(1), true, "a share over 1 is 1, however far"},
		{"below_zero", 0, 1<<56 - 1, -1, false, "a share below 0 is 0"},
		{"not_a_number", 0, 1<<56 - 1, math.NaN(), false, "a share that is no number is 0: what nobody chose costs nothing"},
	}
	judge := check.New(t, readThreshold)
	for _, tt := range tests {
		judge.Run(tt.name, keepCase(traceID(tt.above, tt.low), tt.p, tt.want, tt.rule))
	}
}

// randomIDs returns trace ids whose upper bytes are a counter, as in systems that put the time there.
func randomIDs(n int) [][16]byte {
	r := rand.New(rand.NewPCG(143, 7)) // seeded: a test that fails must fail again
	ids := make([][16]byte, n)
	for i := range ids {
		binary.BigEndian.PutUint64(ids[i][:], uint64(i))
		binary.BigEndian.PutUint64(ids[i][8:], r.Uint64())
	}
	return ids
}

func TestKeepShare(t *testing.T) {
	const n = 200_000
	traces := randomIDs(n)
	judge := check.New(t, readThreshold)
	for _, p := range []float64{0.5, 0.1, 0.01, 0.001} {
		off := 4 * math.Sqrt(p*(1-p)*n)
		want := fmt.Sprintf("%.0f kept, give or take %.0f", p*n, off)
		judge.Run(fmt.Sprint("p_", p), check.Case{
			Call: "Keep(id, %v) for %d random ids", Args: []any{p, n}, Want: want,
			Rule: "the share that is kept is p: here within 4 standard deviations",
			Got: func() string {
				kept := 0.0
				for _, id := range traces {
					if sampler.Keep(id, p) {
						kept++
					}
				}
				if math.Abs(kept-p*n) > off {
					return fmt.Sprintf("%v kept", kept)
				}
				return want
			},
		})
	}
}

func TestServicesAgree(t *testing.T) {
	judge := check.New(t, readKeeps)
	judge.Run("three_services_same_share", check.Case{
		Call: "Keep(id, 0.5) in three services, 1000 ids", Want: "all traces whole, some kept",
		Rule: "the answer follows from the id alone, so services agree without talking",
		Got: func() string {
			kept := 0
			for _, id := range randomIDs(1000) {
				a, b, c := sampler.Keep(id, 0.5), sampler.Keep(id, 0.5), sampler.Keep(id, 0.5)
				if a != b || b != c {
					return fmt.Sprintf("%x: %v, %v, %v", id, a, b, c)
				}
				if a {
					kept++
				}
			}
			if kept == 0 {
				return "no trace kept"
			}
			return "all traces whole, some kept"
		},
	})
	judge.Run("greater_share_keeps_more", check.Case{
		Call: "Keep(id, p) for p = 0.01, 0.1, 0.5, 0.9", Want: "nested, and each share keeps some",
		Rule: "what is kept at p is also kept at any greater p: a trace survives whole in the service with the least",
		Got:  nested,
	})
}

// nested tells whether each share keeps what every smaller one keeps.
func nested() string {
	shares := []float64{0.01, 0.1, 0.5, 0.9}
	kept := make([]int, len(shares))
	for _, id := range randomIDs(20_000) {
		before := false
		for i, p := range shares {
			now := sampler.Keep(id, p)
			if before && !now {
				return fmt.Sprintf("%x is kept at %v and not at %v", id, shares[i-1], p)
			}
			if now {
				kept[i]++
			}
			before = now
		}
	}
	for i, n := range kept {
		if n == 0 {
			return fmt.Sprintf("nothing kept at %v", shares[i])
		}
	}
	return "nested, and each share keeps some"
}

func decideCase(parent sampler.Parent, id [16]byte, p float64, want bool, rule string) check.Case {
	return check.Case{
		Call: "Decide(%+v, %x, %v)", Args: []any{parent, id, p}, Want: fmt.Sprint(want), Rule: rule,
		Got: func() string { return fmt.Sprint(sampler.Decide(parent, id, p)) },
	}
}

func TestDecide(t *testing.T) {
	high, low := traceID(0, 1<<56-1), traceID(0, 0)
	sampled, unsampled := sampler.Parent{Present: true, Sampled: true}, sampler.Parent{Present: true}
	tests := []struct {
		name   string
		parent sampler.Parent
		id     [16]byte
		p      float64
		want   bool
		rule   string
	}{
		{"root_kept", sampler.Parent{}, high, 0.5, true, "the root rolls: Keep decides"},
		{"root_dropped", sampler.Parent{}, low, 0.5, false, "the root rolls: Keep decides"},
		{"flag_without_a_parent", sampler.Parent{Sampled: true}, low, 0.5, false, "without a parent there is no flag to follow: the root rolls"},
		{"child_of_a_sampled_span", sampled, low, 0.01, true,
			"a child follows its parent and never rolls again: n coins would keep p^n of the traces whole"},
		{"child_of_an_unsampled_span", unsampled, high, 0.99, false,
			"a child follows its parent also when the answer was no: a lone child is no trace"},
		{"share_of_zero_and_a_sampled_parent", sampled, low, 0, true, "a service that starts no traces still takes part in those of others"},
		{"share_of_one_and_an_unsampled_parent", unsampled, high, 1, false, "a service that keeps all of its own traces adds no fragments to those of others"},
	}
	judge := check.New(t, readParent)
	for _, tt := range tests {
		judge.Run(tt.name, decideCase(tt.parent, tt.id, tt.p, tt.want, tt.rule))
	}
}

// The day's threshold is right: W3C and OpenTelemetry say which traces it keeps. It has four hex digits, so the
// shares that are drawn are whole 65536ths, for which T is exact.
func TestOracleKeep(t *testing.T) {
	check.New(t, readKeeps).Oracle(4000, func(d *oracle.Draw) check.Case {
		p := float64(d.Near(0, 1, 1<<15, 1<<16, 6554)) / 65536
		if d.Bool() {
			p = float64(d.Intn(65537)) / 65536
		}
		id := drawID(d, uint64(math.Round((1-min(max(p, 0), 1))*(1<<56))))
		want := tracecontext.NewThreshold(p).Keeps(tracecontext.TraceID(id))
		return keepCase(id, p, want, "day 143's threshold for this share decides otherwise")
	})
}

// Where 1-p is not exact in a float64, the eight values of R around T are left open.
func TestOracleAnyShare(t *testing.T) {
	check.New(t, readThreshold).Oracle(4000, func(d *oracle.Draw) check.Case {
		p := oracle.Pick(d, 0.1, 0.001, 1.0/3, 0.9999, 1e-6, float64(d.Intn(1_000_000))/1e6)
		threshold := uint64(math.Round((1 - p) * (1 << 56)))
		id := drawID(d, threshold+8)
		if d.Bool() {
			id = drawID(d, threshold-8)
		}
		r := binary.BigEndian.Uint64(id[8:]) & (1<<56 - 1)
		kept := r >= threshold
		if r+8 > threshold && r < threshold+8 {
			id, kept = traceID(0xff, 1<<56-1), true
		}
		return keepCase(id, p, kept, "R is the low 7 bytes, T is (1-p) * 2^56, and a trace is kept when R >= T")
	})
}

// drawID draws an id whose low 7 bytes are near a threshold, or anything; the upper 9 bytes are anything.
func drawID(d *oracle.Draw, threshold uint64) [16]byte {
	far := uint64(d.Intn(1 << 30))
	low := oracle.Pick(d, threshold, threshold-1, threshold+1, 0, 1<<56-1, threshold+far, threshold-far, far<<26)
	return traceID(d.Byte(), low&(1<<56-1)|uint64(d.Byte())<<56)
}

func TestOracleDecide(t *testing.T) {
	check.New(t, readParent).Oracle(1000, func(d *oracle.Draw) check.Case {
		parent := sampler.Parent{Present: d.Bool(), Sampled: d.Bool()}
		p := float64(d.Intn(5)) / 4
		id := drawID(d, uint64((1-p)*(1<<56)))
		want := parent.Sampled
		if !parent.Present {
			want = tracecontext.NewThreshold(p).Keeps(tracecontext.TraceID(id))
		}
		return decideCase(parent, id, p, want, "with a parent, its answer; without one, Keep's")
	})
}
