package tracestate_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"workbook/day143_tracecontext/tracestate"
)

const (
	allKeyChars   = "abcdefghijklmnopqrstuvwxyz0123456789_-*/"
	allValueChars = ` !"#$%&'()*+-./0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_` + "`abcdefghijklmnopqrstuvwxyz{|}~"
)

// stateRules is one row for each rule of W3C Trace Context Level 2 about a
// tracestate. out is what goes on, "" when nothing does; bad says that this is
// because a rule is broken. The rows run twice, like traceparentRules.
var stateRules = []struct {
	section, name string
	in            []string
	out           string
	bad           bool
}{
	{"3.3.2", "one member", lines("foo=1"), "foo=1", false},
	{"3.3.2", "order is kept", lines("foo=1,bar=2"), "foo=1,bar=2", false},
	{"3.3.2", "several headers are one list", lines("foo=1,bar=2", "rojo=1,congo=2", "baz=3"), "foo=1,bar=2,rojo=1,congo=2,baz=3", false},
	{"3.3.2", "space and tab around members", lines("foo=1 \t , \t bar=2, \t baz=3"), "foo=1,bar=2,baz=3", false},
	{"3.3.2", "tabs alone", lines("foo=1\t \t,\t \tbar=2,\t \tbaz=3"), "foo=1,bar=2,baz=3", false},
	{"3.3.2", "leading space", lines(" foo=1"), "foo=1", false},
	{"3.3.2", "leading tab", lines("\tfoo=1"), "foo=1", false},
	{"3.3.2", "trailing space", lines("foo=1 "), "foo=1", false},
	{"3.3.2", "trailing tab", lines("foo=1\t"), "foo=1", false},
	{"3.3.2", "white space on both ends", lines("\t foo=1 \t"), "foo=1", false},
	{"3.3.2", "other white space is none", lines("foo=1\v,bar=2"), "", true},
	{"3.3.2", "empty header", lines(""), "", false},
	{"3.3.2", "white space only", lines(" \t "), "", false},
	{"3.3.2", "commas only", lines(",, ,"), "", false},
	{"3.3.2", "empty header after", lines("foo=1", ""), "foo=1", false},
	{"3.3.2", "empty header before", lines("", "foo=1"), "foo=1", false},
	{"3.3.2", "empty members between", lines("foo=1,,bar=2,"), "foo=1,bar=2", false},
	{"3.3.2.1", "32 members", lines(numbered(1, 32)), numbered(1, 32), false},
	{"3.3.2.1", "32 members in four headers", lines(numbered(1, 10), numbered(11, 20), numbered(21, 30), numbered(31, 32)), numbered(1, 32), false},
	{"3.3.2.1", "33 members", lines(numbered(1, 33)), "", true},
	{"3.3.2.1", "33 members in four headers", lines(numbered(1, 10), numbered(11, 20), numbered(21, 30), numbered(31, 33)), "", true},
	{"3.3.2.1", "33 members, one of them twice", lines("bar01=x," + numbered(1, 32)), "", true},
	{"3.3.2.1", "empty members do not count", lines(numbered(1, 32) + strings.Repeat(",", 40)), numbered(1, 32), false},
	{"3.3.2.2", "no equals sign", lines("foo"), "", true},
	{"3.3.2.2", "one bad member drops all", lines("foo=1,bar"), "", true},
	{"3.3.2.2", "bad member in the second header", lines("foo=1", "bar"), "", true},
	{"3.3.2.2.1", "all key characters", lines(allKeyChars + "=1"), allKeyChars + "=1", false},
	{"3.3.2.2.1", "all key characters with @", lines(allKeyChars + "@a-z0-9_-*/=1"), allKeyChars + "@a-z0-9_-*/=1", false},
	{"3.3.2.2.1", "digit first", lines("0foo=1"), "0foo=1", false},
	{"3.3.2.2.1", "empty key", lines("=1"), "", true},
	{"3.3.2.2.1", "space before the equals sign", lines("foo =1"), "", true},
	{"3.3.2.2.1", "upper case", lines("FOO=1"), "", true},
	{"3.3.2.2.1", "dot", lines("foo.bar=1"), "", true},
	{"3.3.2.2.1", "underscore first", lines("_foo=1"), "", true},
	{"3.3.2.2.1", "@ last", lines("foo@=1,bar=2"), "foo@=1,bar=2", false},
	{"3.3.2.2.1", "@ first", lines("@foo=1,bar=2"), "", true},
	{"3.3.2.2.1", "@ twice in a row", lines("foo@@bar=1,bar=2"), "foo@@bar=1,bar=2", false},
	{"3.3.2.2.1", "@ twice", lines("foo@bar@baz=1,bar=2"), "foo@bar@baz=1,bar=2", false},
	{"3.3.2.2.1", "key of 256", lines("foo=1", rep("z", 256)+"=1"), "foo=1," + rep("z", 256) + "=1", false},
	{"3.3.2.2.1", "key of 257", lines("foo=1", rep("z", 257)+"=1"), "", true},
	{"3.3.2.2.1", "tenant of 241, system of 14", lines("foo=1", rep("t", 241)+"@"+rep("v", 14)+"=1"), "foo=1," + rep("t", 241) + "@" + rep("v", 14) + "=1", false},
	{"3.3.2.2.1", "tenant of 242", lines("foo=1", rep("t", 242)+"@v=1"), "foo=1," + rep("t", 242) + "@v=1", false},
	{"3.3.2.2.1", "system of 15", lines("foo=1", "t@"+rep("v", 15)+"=1"), "foo=1,t@" + rep("v", 15) + "=1", false},
	{"3.3.2.2.2", "all value characters", lines("foo=" + allValueChars), "foo=" + allValueChars, false},
	{"3.3.2.2.2", "leading spaces are part of the value", lines("foo=  1 ,bar=2"), "foo=  1,bar=2", false},
	{"3.3.2.2.2", "equals sign in the value", lines("foo=bar=baz"), "", true},
	{"3.3.2.2.2", "empty value", lines("foo=,bar=3"), "", true},
	{"3.3.2.2.2", "value of spaces", lines("foo=   ,bar=3"), "", true},
	{"3.3.2.2.2", "tab in the value", lines("foo=a\tb"), "", true},
	{"3.3.2.2.2", "DEL", lines("foo=\x7f"), "", true},
	{"3.3.2.2.2", "not ASCII", lines("foo=é"), "", true},
	{"3.3.2.2.2", "value of 256", lines("foo=" + rep("x", 256)), "foo=" + rep("x", 256), false},
	{"3.3.2.2.2", "value of 257", lines("foo=" + rep("x", 257)), "", true},
	{"3.3.3", "same member twice", lines("foo=1,foo=1"), "foo=1", false},
	{"3.3.3", "same key twice: the first stays", lines("foo=1,foo=2"), "foo=1", false},
	{"3.3.3", "same key in two headers", lines("foo=1", "foo=2"), "foo=1", false},
	{"3.3.3", "others around a repeated key stay", lines("foo=1,bar=2,foo=3,baz=4"), "foo=1,bar=2,baz=4", false},
	{"3.3.3", "a prefix is another key", lines("foo=1,fo=2,fooo=3"), "foo=1,fo=2,fooo=3", false},
	{"3.3.3.1", "512 characters go through", lines(exactly512()), exactly512(), false},
}

func lines(s ...string) []string { return s }

func rep(s string, n int) string { return strings.Repeat(s, n) }

// numbered is "bar01=01,bar02=02,…".
func numbered(from, to int) string {
	var members []string
	for i := from; i <= to; i++ {
		members = append(members, fmt.Sprintf("bar%02d=%02d", i, i))
	}
	return strings.Join(members, ",")
}

func exactly512() string {
	return "a=" + rep("x", 126) + ",b=" + rep("x", 126) + ",c=" + rep("x", 126) + ",d=" + rep("x", 123)
}

func TestParse(t *testing.T) {
	for _, tt := range stateRules {
		t.Run(tt.section+" "+tt.name, func(t *testing.T) {
			s, err := tracestate.Parse(tt.in...)
			if s.String() != tt.out || (err != nil) != tt.bad || err != nil && !errors.Is(err, tracestate.ErrInvalid) {
				t.Errorf("Parse(%.300q)\n got: %q, %v\nwant: %q, error: %v", tt.in, s, err, tt.out, tt.bad)
			}
		})
	}
}

// TestParseDuplicatesAmongMany puts a repeated key at every pair of places,
// so that no collision or gap in the filter of keys goes unseen.
func TestParseDuplicatesAmongMany(t *testing.T) {
	for i := range 32 {
		for j := i + 1; j < 32; j++ {
			members := strings.Split(numbered(1, 32), ",")
			members[j] = members[i][:5] + "=again"
			in := strings.Join(members, ",")
			want := strings.Join(append(members[:j:j], members[j+1:]...), ",")
			if got := mustState(t, in).String(); got != want {
				t.Fatalf("Parse(%q)\n got: %q\nwant: %q", in, got, want)
			}
		}
	}
}

// TestParseIsLinear parses 16 MiB of each kind of nothing. Linear work is a
// fraction of a second; quadratic work would take hours, so that the bound needs
// no tuning.
func TestParseIsLinear(t *testing.T) {
	for name, unit := range map[string]string{
		"empty members": ",", "white space": " ", "tabs and commas": "\t,", "one long key": "a",
	} {
		done, limit := make(chan struct{}), time.After(time.Minute)
		go func() {
			defer close(done)
			_, _ = tracestate.Parse(strings.Repeat(unit, 16<<20/len(unit)))
		}()
		select {
		case <-done:
		case <-limit:
			t.Fatalf("Parse(16 MiB of %s) is not done after a minute", name)
		}
	}
}

func TestParseAllocs(t *testing.T) {
	in := lines(numbered(1, 32))
	maxAllocs(t, "Parse(one canonical line)", 0, func() { _, _ = tracestate.Parse(in...) })
}

func FuzzParse(f *testing.F) {
	for _, tt := range stateRules {
		f.Add(strings.Join(tt.in, "\n"))
	}
	f.Fuzz(func(t *testing.T, in string) {
		s, err := tracestate.Parse(strings.Split(in, "\n")...)
		if err != nil {
			if s != (tracestate.State{}) {
				t.Fatalf("Parse(%q): an error and also %q", in, s)
			}
			return
		}
		out := string(s.Append(nil))
		if again := mustState(t, out); again != s {
			t.Fatalf("Parse(%q)\n got: %q\nwant: %q", out, again, s)
		}
		checkLimits(t, s)
		if more, err := s.Set("own", "1"); err != nil || more.Get("own") != "1" {
			t.Fatalf("%q.Set: %q, %v", s, more, err)
		} else {
			checkLimits(t, more)
		}
		if cut := s.Truncate(512); len(cut.String()) > 512 {
			t.Fatalf("%q.Truncate: %d bytes", s, len(cut.String()))
		} else {
			mustState(t, cut.String())
		}
	})
}

// checkLimits counts for itself, from the text alone.
func checkLimits(t *testing.T, s tracestate.State) {
	t.Helper()
	if s.String() == "" {
		return
	}
	members := strings.Split(s.String(), ",")
	seen := map[string]bool{}
	for _, m := range members {
		k, v, _ := strings.Cut(m, "=")
		if seen[k] || len(k) < 1 || len(k) > 256 || len(v) < 1 || len(v) > 256 {
			t.Fatalf("%q: member %q is repeated, empty or too long", s, m)
		}
		seen[k] = true
	}
	if len(members) > 32 || len(members) != s.Len() {
		t.Fatalf("%q: %d members, Len() = %d", s, len(members), s.Len())
	}
}

func BenchmarkParse32(b *testing.B) {
	in := numbered(1, 32)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = tracestate.Parse(in)
	}
}
