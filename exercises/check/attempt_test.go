package check // inside: these tests run an attempt without an exercise

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Inside the package: the limit is an argument there, and a test should not wait for five seconds.
func TestAttemptThatHangs(t *testing.T) {
	j := &Judge{t: t, exercise: exercise{dir: "exercises/day141_slog/01_badkey"}}
	never := make(chan struct{})
	defer close(never)
	got := j.attempt(10*time.Millisecond, func() string { <-never; return "" })
	if want := "no answer within 10ms, outside of the exercise"; got != want {
		t.Errorf("attempt: got %q, want %q", got, want)
	}
	if !j.hung {
		t.Error("the judge does not remember that a call hangs")
	}
}

func TestLineOf(t *testing.T) {
	tests := []struct {
		file, name string
		found      bool
	}{
		{"read.go", "lineOf", true}, {"judge.go", "Judge", true}, {"judge.go", "Judge.Run", true}, {"judge.go", "limit", true},
		{"judge.go", "Run", false}, {"judge.go", "nothing", false}, {"missing.go", "Judge", false}, {"place.go", "fileLine", true},
		{"../README.md", "Work on one", true}, {"../README.md", "Work on", false},
		{"../day141_slog/01_badkey/README.md", "The rule", true},
	}
	for _, tt := range tests {
		line, err := lineOf(tt.file, tt.name)
		if (err == nil) != tt.found || tt.found != (line > 0) {
			t.Errorf("lineOf(%q, %q): got line %d, error %v; want found %v", tt.file, tt.name, line, err, tt.found)
		}
	}
}

func TestTogether(t *testing.T) {
	j := &Judge{t: t}
	met := make([]bool, 8)
	j.Together(8, func(i int) { met[i] = true })
	for i, ok := range met {
		if !ok {
			t.Errorf("f(%d) was not called", i)
		}
	}
	got := j.attempt(limit, func() string {
		j.Together(4, func(i int) {
			if i == 2 {
				panic("of the third")
			}
		})
		return "no panic"
	})
	if !strings.HasPrefix(got, "panic: of the third") {
		t.Errorf("Together with a panic: got %q", got)
	}
}

func TestOverlap(t *testing.T) {
	j := &Judge{t: t}
	var first, second int
	calls := j.Overlap(func() { first++ }, func() { second++ })
	if first == 0 || second == 0 || calls != first+second {
		t.Errorf("Overlap: got %d calls, want the %d and %d that were counted", calls, first, second)
	}
	got := j.attempt(limit, func() string {
		j.Overlap(func() {}, func() { panic("of the second") })
		return "no panic"
	})
	if !strings.HasPrefix(got, "panic: of the second") {
		t.Errorf("Overlap with a panic: got %q", got)
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		got, want float64
		equal     bool
	}{{1, 1, true}, {0.1 + 0.2, 0.3, true}, {1, 1.0001, false}, {1e300, 1e300 * (1 + 1e-12), true},
		{nan(), 1, false}, {1, nan(), false}, {nan(), nan(), true}}
	for _, tt := range tests {
		if equal := Number(tt.got, tt.want) == Number(tt.want, tt.want); equal != tt.equal {
			t.Errorf("Number(%v, %v) equals the text of %v: got %v, want %v", tt.got, tt.want, tt.want, equal, tt.equal)
		}
	}
}

func nan() float64 { zero := 0.0; return zero / zero }

// A flag that is looked at and then set lets two callers in; a swap does not.
func TestCollide(t *testing.T) {
	type door struct {
		taken atomic.Bool
		in    atomic.Int64
	}
	j := &Judge{t: t}
	met := 0
	open := func() *door { met++; return &door{} }
	swap := func(d *door) {
		if !d.taken.Swap(true) {
			d.in.Add(1)
		}
	}
	one := func(d *door) string {
		if n := d.in.Load(); n != 1 {
			return fmt.Sprintf("%d got in", n)
		}
		return ""
	}
	if got := Collide(j, 2000, open, swap, swap, one); got != "" {
		t.Errorf("Collide of callers that swap: got %q, want no verdict", got)
	}
	met = 0
	tenth := func(*door) string { return strings.Repeat("x", met/10) }
	if got, want := Collide(j, 2000, open, swap, swap, tenth), "x"; got != want || met != 10 {
		t.Errorf("Collide: got %q after %d meetings, want %q after 10", got, met, want)
	}
	got := j.attempt(limit, func() string {
		return Collide(j, 10, open, func(*door) { panic("on the left") }, swap, one)
	})
	if !strings.HasPrefix(got, "panic: on the left") {
		t.Errorf("Collide with a panic: got %q", got)
	}
}
