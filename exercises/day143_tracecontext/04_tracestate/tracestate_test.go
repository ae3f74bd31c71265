package tracestate_test

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	day "workbook/day143_tracecontext/tracestate"
	"workbook/exercises/check"
	tracestate "workbook/exercises/day143_tracecontext/04_tracestate"
	"workbook/exercises/oracle"
)

//go:embed tracestate.go testdata/stub/tracestate.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readParse    = "day143_tracecontext/tracestate/parse.go Parse"
	readCarry    = "day143_tracecontext/propagate.go Extract"
	readSet      = "day143_tracecontext/tracestate/state.go State.Set"
	readTruncate = "day143_tracecontext/tracestate/state.go State.Truncate"
)

// header is a state as a header value; members that are not valid show.
func header(s tracestate.State) string {
	var members []string
	for _, m := range s {
		members = append(members, m.Key+"="+m.Value)
	}
	return strings.Join(members, ",")
}

// stateOf makes a State of "k=v,k=v" without the code under test.
func stateOf(header string) tracestate.State {
	var s tracestate.State
	for m := range strings.SplitSeq(header, ",") {
		if key, value, ok := strings.Cut(m, "="); ok {
			s = append(s, tracestate.Member{Key: key, Value: value})
		}
	}
	return s
}

// numbered is "v01=x,v02=x,…" from the first to the last number.
func numbered(from, to int) string {
	var members []string
	for i := from; i <= to; i++ {
		members = append(members, fmt.Sprintf("v%02d=x", i))
	}
	return strings.Join(members, ",")
}

const dropped = "not ok"

func parseCase(lines []string, want, rule string) check.Case {
	return check.Case{
		Call: "Parse(%q)", Args: []any{lines}, Want: want, Rule: rule, Read: readParse,
		Got: func() string {
			s, ok := tracestate.Parse(slices.Clone(lines))
			switch {
			case !ok && s == nil:
				return dropped
			case !ok:
				return fmt.Sprintf("not ok, and the state %q", header(s))
			}
			return fmt.Sprintf("ok, %q", header(s))
		},
	}
}

func TestParse(t *testing.T) {
	accepted := func(header string) string { return fmt.Sprintf("ok, %q", header) }
	long := strings.Repeat("k", 256) + "=" + strings.Repeat("v", 256)
	tests := []struct {
		name  string
		lines []string
		want  string
		rule  string
	}{
		{"one", []string{"congo=1"}, accepted("congo=1"), "a member is key=value"},
		{"order", []string{"rojo=1,congo=2,azul=3"}, accepted("rojo=1,congo=2,azul=3"), "the order is meaning: the left-most wrote last. A map loses it"},
		{"several_lines", []string{"rojo=1", "congo=2,azul=3"}, accepted("rojo=1,congo=2,azul=3"), "header lines of one name are one list, in order"},
		{"white_space", []string{" rojo=1\t,\t congo=2 "}, accepted("rojo=1,congo=2"), "space and tab around a member are ignored"},
		{"leading_space_of_a_value", []string{"rojo= 1"}, accepted("rojo= 1"), "leading spaces belong to the value, which is opaque"},
		{"empty_members", []string{"", "rojo=1,, ,congo=2", ","}, accepted("rojo=1,congo=2"), "empty members are legal and mean nothing"},
		{"nothing", []string{""}, accepted(""), "an empty header is legal"},
		{"no_lines", nil, accepted(""), "a request without the header has an empty list, which is legal"},
		{"repeated_key", []string{"rojo=1,congo=2,rojo=3"}, accepted("rojo=1,congo=2"), "of a repeated key the first, most recent, stays"},
		{"repeated_at_once", []string{"rojo=1,rojo=2"}, accepted("rojo=1"), "of a repeated key the first, most recent, stays"},
		{"long_key_and_value", []string{long}, accepted(long), "a key and a value may have 256 characters each"},
		{"32_members", []string{numbered(1, 32)}, accepted(numbered(1, 32)), "32 members are allowed"},
		{"33_members", []string{numbered(1, 30), numbered(31, 33)}, dropped, "more than 32 received drops the whole list"},
		{"33_with_a_repeated_key", []string{numbered(1, 32), "v01=y"}, dropped, "members are counted as they come, repeated ones included"},
		{"32_and_empty_ones", []string{"," + numbered(1, 32) + ", ,"}, accepted(numbered(1, 32)), "empty members mean nothing and do not count"},
		{"no_equals_sign", []string{"rojo=1,congo"}, dropped, "one malformed member drops the whole list"},
		{"space_before_the_equals_sign", []string{"rojo =1"}, dropped, "white space is allowed around a member, not inside"},
		{"two_equals_signs", []string{"rojo=1=2"}, dropped, "a value holds no equals sign"},
		{"upper_case_key", []string{"Rojo=1"}, dropped, "keys are lower case, unlike the names of headers: nothing is folded"},
		{"opaque_value", []string{"congo=t61rcWkgMzE"}, accepted("congo=t61rcWkgMzE"), "a value goes on as it came, letter by letter"},
		{"malformed_repeated_key", []string{"rojo=1,rojo=2=3"}, dropped, "look at each member before you drop it as repeated: one malformed member drops the whole list"},
		{"form_feed", []string{"rojo=1\f"}, dropped, "space and tab are the only white space of HTTP"},
	}
	judge := check.New(t, readParse)
	for _, tt := range tests {
		judge.Run(tt.name, parseCase(tt.lines, tt.want, tt.rule))
	}
}

func TestCarry(t *testing.T) {
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	tests := []struct {
		name  string
		ok    bool
		lines []string
		want  string
		rule  string
	}{
		{"both_good", true, []string{"rojo=1"}, parent + ` and "rojo=1"`, "a valid pair goes on"},
		{"no_tracestate", true, nil, parent + ` and ""`, "a traceparent alone goes on alone"},
		{"bad_tracestate", true, []string{"rojo=1,="}, parent + ` and ""`, "a bad tracestate never spoils the traceparent"},
		{"bad_traceparent", false, []string{"rojo=1"}, ` and ""`, "without a valid traceparent the tracestate is not looked at"},
	}
	judge := check.New(t, readCarry)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "Carry(%q, %v, %q)", Args: []any{parent, tt.ok, tt.lines}, Want: tt.want, Rule: tt.rule,
			Got: func() string {
				p, s := tracestate.Carry(parent, tt.ok, slices.Clone(tt.lines))
				return fmt.Sprintf("%s and %q", p, header(s))
			},
		})
	}
}

// unchanged adds to an answer what became of the state that was handed in.
func unchanged(answer string, s tracestate.State, before string) string {
	if header(s) != before {
		return fmt.Sprintf("%q, and s is now %q", answer, header(s))
	}
	return fmt.Sprintf("%q", answer)
}

// setCase calls Set on a state with spare room, as append leaves it: what is written there is somebody else's.
func setCase(before, key, value, want, rule string) check.Case {
	return check.Case{
		Call: "Set(%q, %q, %q)", Args: []any{before, key, value}, Want: fmt.Sprintf("%q", want), Rule: rule, Read: readSet,
		Got: func() string {
			all := append(stateOf(before), tracestate.Member{Key: "next", Value: "1"})
			s := all[:len(all)-1]
			got := header(tracestate.Set(s, key, value))
			if next := all[len(all)-1]; next.Key != "next" {
				return fmt.Sprintf("%q, and what stood behind s in its array is now %v", got, next)
			}
			return unchanged(got, s, before)
		},
	}
}

func TestSet(t *testing.T) {
	tests := []struct{ name, in, key, want, rule string }{
		{"first", "", "own", "own=new", "a new member starts the list"},
		{"in_front", "rojo=1,congo=2", "own", "own=new,rojo=1,congo=2", "a new member goes to the front: it belongs to the traceparent that goes out"},
		{"update_moves_to_the_front", "rojo=1,own=old,congo=2", "own", "own=new,rojo=1,congo=2", "an updated member moves to the front, the others keep their order"},
		{"update_in_front", "own=old,rojo=1", "own", "own=new,rojo=1", "an update in front leaves one member of the key"},
		{"update_at_the_end", "rojo=1,own=old", "own", "own=new,rojo=1", "an updated member moves to the front, wherever it stood"},
		{"33rd", numbered(1, 32), "own", "own=new," + numbered(1, 31), "32 at most: the right-most, oldest, gives way"},
		{"update_in_a_full_list", numbered(1, 32), "v31", "v31=new," + numbered(1, 30) + ",v32=x", "an update adds no member, so none gives way"},
	}
	judge := check.New(t, readSet)
	for _, tt := range tests {
		judge.Run(tt.name, setCase(tt.in, tt.key, "new", tt.want, tt.rule))
	}
}

func truncateCase(before string, limit int, want, rule string) check.Case {
	return check.Case{
		Call: "Truncate(%.200q, %d)", Args: []any{before, limit}, Want: fmt.Sprintf("%q", want), Rule: rule, Read: readTruncate,
		Got: func() string {
			s := stateOf(before)
			return unchanged(header(tracestate.Truncate(s, limit)), s, before)
		},
	}
}

func TestTruncate(t *testing.T) {
	long := "long=" + strings.Repeat("x", 130)
	key := "a-long-key=" + strings.Repeat("x", 120)
	edge := "edge=" + strings.Repeat("x", 123)
	tests := []struct {
		name, in string
		limit    int
		want     string
		rule     string
	}{
		{"fits", "rojo=1,congo=2", 14, "rojo=1,congo=2", "what fits stays as it is"},
		{"a_long_one_fits", "rojo=1," + long, 142, "rojo=1," + long, "what fits stays as it is, long members too"},
		{"empty", "", 10, "", "an empty list fits"},
		{"from_the_right", "rojo=1,congo=2,azul=3", 14, "rojo=1,congo=2", "the right-most go first: they are the oldest"},
		{"no_more_than_must", "rojo=1,congo=2,azul=3,verde=4", 21, "rojo=1,congo=2,azul=3", "as soon as it fits, the rest stays"},
		{"no_gaps", "rojo=1,congo=234,azul=3", 14, "rojo=1", "the right-most go until it fits: one that would fit does not outlive one that is more recent"},
		{"whole_members", "rojo=1,congo=234", 15, "rojo=1", "a member goes as a whole: half of one is a wrong value"},
		{"comma_counts", "rojo=1,congo=2", 12, "rojo=1", "the commas count as well"},
		{"long_ones_first", "rojo=1," + long + ",congo=2", 14, "rojo=1,congo=2", "members over 128 bytes go before any other"},
		{"of_two_long_ones_the_right", long + ",rojo=1,other" + long, 142, long + ",rojo=1", "among the long ones too, the right-most goes first, and no more go than must"},
		{"then_the_short_ones", "rojo=1,congo=2," + long, 6, "rojo=1", "when the long ones are gone and it still does not fit, the right-most go"},
		{"the_key_counts", "rojo=1," + key + ",congo=2", 14, "rojo=1,congo=2", "a member is key, equals sign and value: all of it is measured"},
		{"128_is_not_long", edge + ",rojo=1,congo=2", 135, edge + ",rojo=1", "exactly 128 bytes is not over 128"},
		{"nothing_fits", "congo=2", 3, "", "when nothing fits, nothing is sent"},
		{"no_room", "congo=2", 0, "", "when nothing fits, nothing is sent"},
	}
	judge := check.New(t, readTruncate)
	for _, tt := range tests {
		judge.Run(tt.name, truncateCase(tt.in, tt.limit, tt.want, tt.rule))
	}
}

// The day's package is right: W3C's own test suite runs against it.
func TestOracleParse(t *testing.T) {
	check.New(t, readParse).Oracle(2000, func(d *oracle.Draw) check.Case {
		lines := oracle.List(d, 3, func() string { return drawLine(d) })
		want := dropped
		if s, err := day.Parse(lines...); err == nil {
			want = fmt.Sprintf("ok, %q", s)
		}
		return parseCase(lines, want, "day 143's Parse, which follows W3C, reads these lines otherwise")
	})
}

func TestOracleSet(t *testing.T) {
	check.New(t, readSet).Oracle(2000, func(d *oracle.Draw) check.Case {
		s := drawState(d)
		key, value := drawKey(d), fmt.Sprint("n", d.Intn(10))
		want, err := s.Set(key, value)
		if err != nil {
			t.Fatalf("drew the key %q, which day 143 does not write: %v", key, err)
		}
		return setCase(s.String(), key, value, want.String(), "day 143's Set makes another list of this")
	})
}

func TestOracleTruncate(t *testing.T) {
	check.New(t, readTruncate).Oracle(2000, func(d *oracle.Draw) check.Case {
		s := drawState(d)
		limit := d.Intn(2 + 2*len(s.String()))
		if d.Bool() {
			limit = max(0, len(s.String())-d.Intn(160))
		}
		return truncateCase(s.String(), limit, s.Truncate(limit).String(), "day 143's Truncate keeps another part")
	})
}

func drawKey(d *oracle.Draw) string {
	return oracle.Pick(d, "a", "b", "rojo", "congo", "v01", "v31", "own")
}

// drawMember draws a member at the edges of the rules: lengths of 128, 256 and one more, characters that end or begin badly.
func drawMember(d *oracle.Draw) string {
	key := oracle.Pick(d, drawKey(d), drawKey(d), drawKey(d), "0", "a@b", "a/*-_", "_a", "A", "", "a b", strings.Repeat("k", 255+d.Intn(3)))
	value := oracle.Pick(d, "1", "x", " x", "x y", "~", "!", "x ", "", "=", "é", "\x7f", "\t", strings.Repeat("v", 255+d.Intn(3)), strings.Repeat("w", 120+d.Intn(12)))
	return oracle.Pick(d, key+"="+value, key+"="+value, key+"="+value, key, "")
}

func drawLine(d *oracle.Draw) string {
	separator := oracle.Pick(d, ",", ", ", "\t,", ",,", " ,\t")
	line := strings.Join(oracle.List(d, 5, func() string { return drawMember(d) }), separator)
	if d.OneIn(4) {
		line = strings.Join([]string{numbered(1, 28+d.Intn(6)), line}, separator)
	}
	if d.OneIn(3) {
		line = d.Mutate(line)
	}
	return line
}

// drawState draws a list that is valid, some of them long and some of them full.
func drawState(d *oracle.Draw) day.State {
	members := oracle.List(d, 6, func() string {
		return drawKey(d) + oracle.Pick(d, "", "x", strings.Repeat("k", 100)) + "=" + oracle.Pick(d, "1", "2", strings.Repeat("v", 110+d.Intn(30)))
	})
	if d.OneIn(4) {
		members = append(members, numbered(1, 25))
	}
	s, err := day.Parse(strings.Join(members, ","))
	if err != nil {
		panic(err) // all of them are valid
	}
	return s
}
