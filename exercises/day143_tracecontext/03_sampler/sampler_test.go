package sampler

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// id has these low 7 bytes and, above them, 9 equal ones.
func id(above byte, low uint64) (b [16]byte) {
	binary.BigEndian.PutUint64(b[8:], low)
	for i := range 9 {
		b[i] = above
	}
	return b
}

func TestKeepThreshold(t *testing.T) {
	for _, c := range []struct {
		name  string
		above byte
		low   uint64
		p     float64
		want  string
		rule  string
	}{
		{"all", 0, 0, 1, "true", "p = 1 keeps every trace, the one with R = 0 too"},
		{"all_with_the_largest_id", 0xff, 1<<56 - 1, 1, "true", "p = 1 keeps every trace"},
		{"none_with_the_largest_id", 0xff, 1<<56 - 1, 0, "false", "p = 0 keeps none: T is 2^56, and no R reaches it"},
		{"half_above", 0, 0x80000000000000, 0.5, "true", "keep when R >= T, with T = (1-p) * 2^56: the high half is kept"},
		{"half_below", 0, 0x7fffffffffffff, 0.5, "false", "R < T is rejected: the low half goes"},
		{"quarter_above", 0, 0xc0000000000000, 0.25, "true", "a quarter is the top quarter: T = 0xc0000000000000"},
		{"quarter_below", 0, 0xbfffffffffffff, 0.25, "false", "a quarter is the top quarter: T = 0xc0000000000000"},
		{"one_in_65536", 0, 0xffff0000000000, 1.0 / 65536, "true", "small shares need all 56 bits, not a few of them"},
		{"not_one_in_65536", 0, 0xfffeffffffffff, 1.0 / 65536, "false", "small shares need all 56 bits, not a few of them"},
		{"upper_bytes_do_not_help", 0xff, 0, 0.5, "false", "only the low 7 bytes are random by contract; the upper 9 may be a time"},
		{"upper_bytes_do_not_hurt", 0x00, 1<<56 - 1, 0.5, "true", "only the low 7 bytes are random by contract; the upper 9 may be zeros"},
		{"over_one", 0, 0, 1.5, "true", "a share over 1 is 1: a typing mistake must not drop everything"},
		{"below_zero", 0, 1<<56 - 1, -1, "false", "a share below 0 is 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := id(c.above, c.low)
			check(t, fmt.Sprintf("Keep(%x, %v)", in, c.p), c.want, c.rule, func() string { return fmt.Sprint(Keep(in, c.p)) })
		})
	}
}

// random returns trace ids whose upper bytes are a counter, as in systems that
// put the time there.
func random(n int) [][16]byte {
	r := rand.New(rand.NewPCG(143, 7)) // seeded: a test that fails must fail again
	out := make([][16]byte, n)
	for i := range out {
		binary.BigEndian.PutUint64(out[i][:], uint64(i))
		binary.BigEndian.PutUint64(out[i][8:], r.Uint64())
	}
	return out
}

func TestKeepShare(t *testing.T) {
	const n = 200_000
	traces := random(n)
	for _, p := range []float64{0.5, 0.1, 0.01, 0.001} {
		t.Run(fmt.Sprint("p_", p), func(t *testing.T) {
			off := 4 * math.Sqrt(p*(1-p)*n)
			want := "within 4 sigma"
			check(t, fmt.Sprintf("Keep(id, %v) for %d random ids", p, n), want, "the share kept is p: here within 4 standard deviations", func() string {
				kept := 0.0
				for _, in := range traces {
					if Keep(in, p) {
						kept++
					}
				}
				if math.Abs(kept-p*n) > off {
					return fmt.Sprintf("%v kept, expected %.0f give or take %.0f", kept, p*n, off)
				}
				return want
			})
		})
	}
}

func TestServicesAgree(t *testing.T) {
	t.Run("three_services_same_share", func(t *testing.T) {
		want := "all traces whole, some kept"
		check(t, "Keep(id, 0.5) in three services, 1000 ids", want, "the answer follows from the id alone, so services agree without talking", func() string {
			kept := 0
			for _, in := range random(1000) {
				a, b, c := Keep(in, 0.5), Keep(in, 0.5), Keep(in, 0.5)
				if a != b || b != c {
					return fmt.Sprintf("%x: %v, %v, %v", in, a, b, c)
				}
				if a {
					kept++
				}
			}
			if kept == 0 {
				return "no trace kept"
			}
			return want
		})
	})
	t.Run("greater_share_keeps_more", func(t *testing.T) {
		want := "nested, and each share keeps some"
		check(t, "Keep(id, p) for p = 0.01, 0.1, 0.5, 0.9", want, "what is kept at p is also kept at any greater p: a trace survives whole in the service with the least", func() string {
			shares := []float64{0.01, 0.1, 0.5, 0.9}
			kept := make([]int, len(shares))
			for _, in := range random(20_000) {
				before := false
				for i, p := range shares {
					now := Keep(in, p)
					if before && !now {
						return fmt.Sprintf("%x is kept at %v and not at %v", in, shares[i-1], p)
					}
					if before = now; now {
						kept[i]++
					}
				}
			}
			for i, n := range kept {
				if n == 0 {
					return fmt.Sprintf("nothing kept at %v", shares[i])
				}
			}
			return want
		})
	})
}

func TestDecide(t *testing.T) {
	high, low := id(0, 1<<56-1), id(0, 0)
	for _, c := range []struct {
		name   string
		parent Parent
		in     [16]byte
		p      float64
		want   string
		rule   string
	}{
		{"root_kept", Parent{}, high, 0.5, "true", "the root rolls: Keep decides"},
		{"root_dropped", Parent{}, low, 0.5, "false", "the root rolls: Keep decides"},
		{"child_of_a_sampled_span", Parent{Present: true, Sampled: true}, low, 0.01, "true",
			"a child follows its parent and never rolls again: n coins would keep p^n of the traces whole"},
		{"child_of_an_unsampled_span", Parent{Present: true}, high, 0.99, "false",
			"a child follows its parent also when the answer was no: a lone child is no trace"},
		{"share_of_zero_and_a_sampled_parent", Parent{Present: true, Sampled: true}, low, 0, "true", "a service that starts no traces still takes part in those of others"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Decide(%+v, %x, %v)", c.parent, c.in, c.p), c.want, c.rule, func() string { return fmt.Sprint(Decide(c.parent, c.in, c.p)) })
		})
	}
}

// check compares what f returns with want; a panic in f is a failure of this
// case alone.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	got := func() (got string) {
		defer func() {
			if v := recover(); v != nil {
				got = fmt.Sprint("panic: ", v)
			}
		}()
		return f()
	}()
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day143_tracecontext/sampler.go\nedit: exercises/day143_tracecontext/03_sampler/sampler.go",
			call, got, want, rule)
	}
}
