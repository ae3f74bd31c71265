package tracestate

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// written is a state as a header value; members that are not valid show.
func written(s State) string {
	var members []string
	for _, m := range s {
		members = append(members, m.Key+"="+m.Value)
	}
	return fmt.Sprintf("%q", strings.Join(members, ","))
}

// numbered is "v01=x,v02=x,…" from the first to the last number.
func numbered(from, to int) string {
	var members []string
	for i := from; i <= to; i++ {
		members = append(members, fmt.Sprintf("v%02d=x", i))
	}
	return strings.Join(members, ",")
}

// state makes a State of "k=v,k=v" without the code under test.
func state(s string) State {
	var out State
	for _, m := range strings.Split(s, ",") {
		if key, value, ok := strings.Cut(m, "="); ok {
			out = append(out, Member{key, value})
		}
	}
	return out
}

func TestParse(t *testing.T) {
	const bad = "not ok, \"\""
	for _, c := range []struct {
		name  string
		lines []string
		want  string
		rule  string
	}{
		{"one", []string{"congo=1"}, `ok, "congo=1"`, "a member is key=value"},
		{"order", []string{"rojo=1,congo=2,azul=3"}, `ok, "rojo=1,congo=2,azul=3"`, "the order is meaning: the left-most wrote last. A map loses it"},
		{"several_lines", []string{"rojo=1", "congo=2,azul=3"}, `ok, "rojo=1,congo=2,azul=3"`, "header lines of one name are one list, in order"},
		{"white_space", []string{" rojo=1\t,\t congo=2 "}, `ok, "rojo=1,congo=2"`, "space and tab around a member are ignored"},
		{"leading_space_of_a_value", []string{"rojo= 1"}, `ok, "rojo= 1"`, "leading spaces belong to the value, which is opaque"},
		{"empty_members", []string{"", "rojo=1,, ,congo=2", ","}, `ok, "rojo=1,congo=2"`, "empty members are legal and mean nothing"},
		{"nothing", []string{""}, `ok, ""`, "an empty header is legal"},
		{"repeated_key", []string{"rojo=1,congo=2,rojo=3"}, `ok, "rojo=1,congo=2"`, "of a repeated key the first, most recent, stays"},
		{"32_members", []string{numbered(1, 32)}, `ok, "` + numbered(1, 32) + `"`, "32 members are allowed"},
		{"33_members", []string{numbered(1, 30), numbered(31, 33)}, bad, "more than 32 received drops the whole list"},
		{"33_with_a_repeated_key", []string{numbered(1, 32), "v01=y"}, bad, "members are counted as they come, repeated ones included"},
		{"32_and_empty_ones", []string{"," + numbered(1, 32) + ", ,"}, `ok, "` + numbered(1, 32) + `"`, "empty members mean nothing and do not count"},
		{"no_equals_sign", []string{"rojo=1,congo"}, bad, "one malformed member drops the whole list"},
		{"space_before_the_equals_sign", []string{"rojo =1"}, bad, "white space is allowed around a member, not inside"},
		{"two_equals_signs", []string{"rojo=1=2"}, bad, "a value holds no equals sign"},
		{"upper_case_key", []string{"Rojo=1"}, bad, "keys are lower case, unlike the names of headers: nothing is folded"},
		{"opaque_value", []string{"congo=t61rcWkgMzE"}, `ok, "congo=t61rcWkgMzE"`, "a value goes on as it came, letter by letter"},
		{"malformed_repeated_key", []string{"rojo=1,rojo=2=3"}, bad, "look at each member before you drop it as repeated: one malformed member drops the whole list"},
		{"form_feed", []string{"rojo=1\f"}, bad, "space and tab are the only white space of HTTP"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Parse(%q)", c.lines), c.want, c.rule, func() string {
				s, ok := Parse(c.lines)
				return map[bool]string{true: "ok, ", false: "not ok, "}[ok] + written(s)
			})
		})
	}
}

func TestCarry(t *testing.T) {
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	for _, c := range []struct {
		name  string
		ok    bool
		lines []string
		want  string
		rule  string
	}{
		{"both_good", true, []string{"rojo=1"}, parent + ` and "rojo=1"`, "a valid pair goes on"},
		{"bad_tracestate", true, []string{"rojo=1,="}, parent + ` and ""`, "a bad tracestate never spoils the traceparent"},
		{"bad_traceparent", false, []string{"rojo=1"}, ` and ""`, "without a valid traceparent the tracestate is not looked at"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Carry(%q, %v, %q)", parent, c.ok, c.lines), c.want, c.rule, func() string {
				p, s := Carry(parent, c.ok, c.lines)
				return p + " and " + written(s)
			})
		})
	}
}

func TestSet(t *testing.T) {
	for _, c := range []struct{ name, in, key, want, rule string }{
		{"first", "", "own", `"own=new"`, "a new member starts the list"},
		{"in_front", "rojo=1,congo=2", "own", `"own=new,rojo=1,congo=2"`, "a new member goes to the front: it belongs to the traceparent that goes out"},
		{"update_moves_to_the_front", "rojo=1,own=old,congo=2", "own", `"own=new,rojo=1,congo=2"`, "an updated member moves to the front, the others keep their order"},
		{"33rd", numbered(1, 32), "own", `"own=new,` + numbered(1, 31) + `"`, "32 at most: the right-most, oldest, gives way"},
		{"update_in_a_full_list", numbered(1, 32), "v31", `"v31=new,` + numbered(1, 30) + `,v32=x"`, "an update adds no member, so none gives way"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := state(c.in)
			before := slices.Clone(in)
			check(t, fmt.Sprintf("Set(%q, %q, \"new\")", c.in, c.key), c.want, c.rule, func() string {
				return written(Set(in, c.key, "new"))
			})
			check(t, fmt.Sprintf("s after Set(s, %q, \"new\")", c.key), written(before), "s is not changed: other goroutines forward it too", func() string {
				return written(in)
			})
		})
	}
}

func TestTruncate(t *testing.T) {
	long := "long=" + strings.Repeat("x", 130)
	key := "a-long-key=" + strings.Repeat("x", 120)
	edge := "edge=" + strings.Repeat("x", 123)
	for _, c := range []struct {
		name, in string
		limit    int
		want     string
		rule     string
	}{
		{"fits", "rojo=1,congo=2", 14, `"rojo=1,congo=2"`, "what fits stays as it is"},
		{"from_the_right", "rojo=1,congo=2,azul=3", 14, `"rojo=1,congo=2"`, "the right-most go first: they are the oldest"},
		{"whole_members", "rojo=1,congo=234", 15, `"rojo=1"`, "a member goes as a whole: half of one is a wrong value"},
		{"comma_counts", "rojo=1,congo=2", 12, `"rojo=1"`, "the commas count as well"},
		{"long_ones_first", "rojo=1," + long + ",congo=2", 14, `"rojo=1,congo=2"`, "members over 128 bytes go before any other"},
		{"of_two_long_ones_the_right", long + ",rojo=1,other" + long, 142, `"` + long + `,rojo=1"`, "among the long ones too, the right-most goes first, and no more go than must"},
		{"the_key_counts", "rojo=1," + key + ",congo=2", 14, `"rojo=1,congo=2"`, "a member is key, equals sign and value: all of it is measured"},
		{"128_is_not_long", edge + ",rojo=1,congo=2", 135, `"` + edge + `,rojo=1"`, "exactly 128 bytes is not over 128"},
		{"nothing_fits", "congo=2", 3, `""`, "when nothing fits, nothing is sent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := state(c.in)
			before := slices.Clone(in)
			check(t, fmt.Sprintf("Truncate(%.40q, %d)", c.in, c.limit), c.want, c.rule, func() string {
				return written(Truncate(in, c.limit))
			})
			check(t, "s after Truncate(s, limit)", written(before), "s is not changed: other goroutines forward it too", func() string {
				return written(in)
			})
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
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day143_tracecontext/tracestate/parse.go and state.go\nedit: exercises/day143_tracecontext/04_tracestate/tracestate.go",
			call, got, want, rule)
	}
}
