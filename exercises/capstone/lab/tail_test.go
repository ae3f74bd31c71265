package lab

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestTailKeepsTheLastLines(t *testing.T) {
	var tail Tail
	for i := range tailLines + 10 {
		fmt.Fprintf(&tail, "line %d\n", i)
	}
	got := tail.Last(3)
	want := []string{fmt.Sprint("line ", tailLines+7), fmt.Sprint("line ", tailLines+8), fmt.Sprint("line ", tailLines+9)}
	if !slices.Equal(got, want) {
		t.Errorf("Last(3) = %q, want %q", got, want)
	}
	if n := len(tail.Last(2 * tailLines)); n != tailLines {
		t.Errorf("it keeps %d lines, want %d", n, tailLines)
	}
}

func TestTailJoinsAndCutsLines(t *testing.T) {
	var tail Tail
	fmt.Fprint(&tail, "on")
	fmt.Fprint(&tail, "e\ntwo\n"+strings.Repeat("x", 3*tailBytes))
	fmt.Fprint(&tail, "y\n")
	got := tail.Last(9)
	if len(got) != 3 || got[0] != "one" || got[1] != "two" || len(got[2]) != tailBytes {
		t.Errorf("lines of %d bytes and more: %d lines, the last of %d bytes, want 3 and %d", tailBytes, len(got), len(got[len(got)-1]), tailBytes)
	}
}

func TestTailWith(t *testing.T) {
	var tail Tail
	fmt.Fprintln(&tail, `{"msg":"a","trace_id":"t1","request_id":"r1"}`)
	fmt.Fprintln(&tail, `{"msg":"b","trace_id":"t2","request_id":"r1"}`)
	fmt.Fprintln(&tail, `{"msg":"t1"}`)
	fmt.Fprintln(&tail, `t1 is no JSON`)
	for id, want := range map[string]int{"t1": 1, "r1": 2, "": 0, "x": 0} {
		if got := len(tail.With(id)); got != want {
			t.Errorf("With(%q) has %d lines, want %d", id, got, want)
		}
	}
}
