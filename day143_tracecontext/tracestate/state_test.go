package tracestate_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"workbook/day143_tracecontext/tracestate"
)

func TestSet(t *testing.T) {
	full := numbered(1, 32)
	for _, tt := range []struct{ section, name, in, key, value, want string }{
		{"3.5", "add to an empty list", "", "own", "1", "own=1"},
		{"3.5", "add in front", "foo=1,bar=2", "own", "1", "own=1,foo=1,bar=2"},
		{"3.5", "update moves to the front", "foo=1,own=old,bar=2", "own", "1", "own=1,foo=1,bar=2"},
		{"3.5", "update of the last", "foo=1,own=old", "own", "1", "own=1,foo=1"},
		{"3.5", "update of the first", "own=old,foo=1", "own", "1", "own=1,foo=1"},
		{"3.5", "a longer key is another one", "own2=2,foo=1", "own", "1", "own=1,own2=2,foo=1"},
		{"3.3.2", "33rd drops the right-most", full, "own", "1", "own=1," + numbered(1, 31)},
		{"3.3.2", "update of a full list drops none", full, "bar32", "x", "bar32=x," + numbered(1, 31)},
		{"3.3.2.2.2", "leading space is kept", "", "own", " 1", "own= 1"},
		{"Level 1, key", "tenant at system", "", "0t@sys", "1", "0t@sys=1"},
		{"Level 1, key", "longest tenant and system", "", rep("t", 241) + "@" + rep("s", 14), "1", rep("t", 241) + "@" + rep("s", 14) + "=1"},
		{"Level 1, key", "the first letter", "", "a", "1", "a=1"},
		{"Level 1, key", "the last letter", "", "t@z", "1", "t@z=1"},
		{"Level 1, key", "longest simple key", "", rep("k", 256), "1", rep("k", 256) + "=1"},
	} {
		t.Run(tt.section+" "+tt.name, func(t *testing.T) {
			before := mustState(t, tt.in)
			got, err := before.Set(tt.key, tt.value)
			if err != nil || got.String() != tt.want {
				t.Errorf("%q.Set(%q, %q)\n got: %q, %v\nwant: %q", tt.in, tt.key, tt.value, got, err, tt.want)
			}
			if before.String() != tt.in {
				t.Errorf("Set changed its receiver to %q, want %q", before, tt.in)
			}
		})
	}
}

func TestSetRefuses(t *testing.T) {
	before := mustState(t, "foo=1")
	for name, member := range map[string][2]string{
		"empty key":              {"", "1"},
		"digit first, simple":    {"0own", "1"},
		"upper case":             {"Own", "1"},
		"comma in the key":       {"a,b", "1"},
		"key of 257":             {rep("k", 257), "1"},
		"two @":                  {"a@b@c", "1"},
		"no system":              {"a@", "1"},
		"no tenant":              {"@b", "1"},
		"system starts digit":    {"a@0b", "1"},
		"tenant of 242":          {rep("t", 242) + "@s", "1"},
		"system of 15":           {"t@" + rep("s", 15), "1"},
		"empty value":            {"own", ""},
		"trailing space":         {"own", "1 "},
		"comma in the value":     {"own", "1,evil=2"},
		"equals in the value":    {"own", "a=b"},
		"line break in value":    {"own", "1\r\nX-Evil: 1"},
		"value of 257":           {"own", rep("v", 257)},
		"value beyond ASCII":     {"own", "ü"},
		"line break in the key":  {"a\nb", "1"},
		"megabyte in the value ": {"own", rep("v", 1<<20)},
	} {
		got, err := before.Set(member[0], member[1])
		if !errors.Is(err, tracestate.ErrInvalid) || got != before || len(err.Error()) > 300 {
			t.Errorf("%s: Set(%.40q, %.40q)\n got: %q, %.100v\nwant: the old list and ErrTracestate", name, member[0], member[1], got, err)
		}
	}
}

func TestGetDelete(t *testing.T) {
	s := mustState(t, "foo=1,bar= 2,fo=3")
	for key, want := range map[string]string{"foo": "1", "bar": " 2", "fo": "3", "f": "", "oo": "", "": "", "foo=1": ""} {
		if got := s.Get(key); got != want {
			t.Errorf("%q.Get(%q) = %q, want %q", s, key, got, want)
		}
	}
	for key, want := range map[string]string{"foo": "bar= 2,fo=3", "bar": "foo=1,fo=3", "fo": "foo=1,bar= 2", "x": "foo=1,bar= 2,fo=3"} {
		if got := s.Delete(key).String(); got != want {
			t.Errorf("%q.Delete(%q)\n got: %q\nwant: %q", s, key, got, want)
		}
	}
	if got := mustState(t, "foo=1").Delete("foo"); got != (tracestate.State{}) || got.Len() != 0 {
		t.Errorf("deleting the only member leaves %q, want the zero State", got)
	}
}

func TestTruncate(t *testing.T) {
	long1, long2 := "long1="+rep("x", 130), "long2="+rep("y", 130)
	edge := "edge=" + rep("z", 123) // 128 bytes: not longer than 128
	for _, tt := range []struct {
		name, in string
		limit    int
		want     string
	}{
		{"fits", "a=1,b=2", 7, "a=1,b=2"},
		{"whole members from the right", "a=1,b=2,c=3", 10, "a=1,b=2"},
		{"never in the middle of one", "a=1,bcdefgh=2", 8, "a=1"},
		{"nothing fits", "abc=1", 4, ""},
		{"limit of zero", "a=1", 0, ""},
		{"long ones first", "a=1," + long1 + ",b=2", 140, "a=1,b=2"},
		{"long ones from the right", long1 + ",a=1," + long2 + ",b=2", 150, long1 + ",a=1,b=2"},
		{"128 is not long", edge + ",a=1,b=2", 133, edge + ",a=1"},
		{"long ones are not enough", "a=1," + long1 + ",b=2,c=3", 7, "a=1,b=2"},
	} {
		in := mustState(t, tt.in)
		if got := in.Truncate(tt.limit).String(); got != tt.want {
			t.Errorf("%s: %.60q.Truncate(%d)\n got: %q\nwant: %q", tt.name, tt.in, tt.limit, got, tt.want)
		}
		if in.String() != tt.in {
			t.Errorf("%s: Truncate changed its receiver to %q", tt.name, in)
		}
	}
}

// TestTruncateMemberByMember compares with the words of 3.3.3.1, taken one at a time,
// over random lists and limits.
func TestTruncateMemberByMember(t *testing.T) {
	for range rounds(t, 2000) {
		var members []string
		for i := range rand.IntN(33) {
			length := []int{1, 20, 123, 124, 125, 256}[rand.IntN(6)] // 123 makes a member of 128
			members = append(members, fmt.Sprintf("k%02d=%s", i, rep("x", length)))
		}
		in, limit := strings.Join(members, ","), rand.IntN(3000)-10
		for len(strings.Join(members, ",")) > max(limit, 0) {
			remove := len(members) - 1 // the right-most, unless one is long
			for i, member := range members {
				if len(member) > 128 {
					remove = i // the last of them stands
				}
			}
			members = slices.Delete(members, remove, remove+1)
		}
		want := strings.Join(members, ",")
		if got := mustState(t, in).Truncate(limit).String(); got != want {
			t.Fatalf("%q.Truncate(%d)\n got: %q\nwant: %q", in, limit, got, want)
		}
	}
	long := mustState(t, numbered(1, 32)+rep("0", 200)) // 32 members, over 512 bytes
	maxAllocs(t, "Truncate", 1, func() { long.Truncate(300) })
}

// TestIsComparable: the same list is the same State, however it came in.
func TestIsComparable(t *testing.T) {
	want := mustState(t, "foo=1,bar=2")
	set, err := mustState(t, "bar=2").Set("foo", "1")
	if got := mustState(t, " foo=1 ", "", "bar=2,foo=3"); got != want || err != nil || set != want {
		t.Errorf("got %q and %q, want both == %q", got, set, want)
	}
}

func TestAppend(t *testing.T) {
	s := mustState(t, "foo=1", "bar=2")
	if got, want := string(s.Append([]byte("x: "))), "x: foo=1,bar=2"; got != want {
		t.Errorf("Append = %q, want %q", got, want)
	}
	buf := make([]byte, 0, 64)
	maxAllocs(t, "State.Append", 0, func() { buf = s.Append(buf[:0]) })
}
