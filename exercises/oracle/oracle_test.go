package oracle_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"workbook/exercises/oracle"
)

func TestSearchShowsTheSmallest(t *testing.T) {
	tests := []struct {
		name  string
		draw  func(*oracle.Draw) []int
		fails func([]int) bool
		want  []int
	}{
		{"a sum", numbers, func(list []int) bool { return sum(list) >= 100 }, []int{100}},
		{"two equal neighbours", numbers, func(list []int) bool {
			return len(slices.Compact(slices.Clone(list))) < len(list)
		}, []int{0, 0}},
		{"one large number", numbers, func(list []int) bool { return slices.ContainsFunc(list, func(n int) bool { return n > 37 }) }, []int{38}},
		{"a fall", numbers, func(list []int) bool { return !slices.IsSorted(list) }, []int{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			smallest, nth, err := oracle.Search(1, 1000, func(d *oracle.Draw) bool { return tt.fails(tt.draw(d)) })
			if err != nil || nth == 0 {
				t.Fatalf("Search found nothing, error %v", err)
			}
			if got := tt.draw(smallest.Draw()); !slices.Equal(got, tt.want) {
				t.Errorf("smallest input: got %v, want %v", got, tt.want)
			}
		})
	}
}

func numbers(d *oracle.Draw) []int {
	return oracle.List(d, 20, func() int { return d.Intn(200) })
}

func sum(list []int) (total int) {
	for _, n := range list {
		total += n
	}
	return total
}

// The same seed draws the same inputs, so that a failure can be seen again.
func TestSearchRepeats(t *testing.T) {
	run := func() (all string) {
		oracle.Search(7, 100, func(d *oracle.Draw) bool {
			all += fmt.Sprint(numbers(d), d.Mutate("00-ab-cd"), d.Duration(), d.Float(), d.MixCase("Select"))
			return false
		})
		return all
	}
	if first, again := run(), run(); first != again {
		t.Error("two searches with one seed drew different inputs")
	}
}

func TestRounds(t *testing.T) {
	for _, tt := range []struct {
		env  string
		want int
		err  bool
	}{{"", 10, false}, {"3", 30, false}, {"0", 0, true}, {"-1", 0, true}, {"x", 0, true}, {"1.5", 0, true}} {
		t.Setenv("WORKBOOK_ROUNDS", tt.env)
		drawn := 0
		_, _, err := oracle.Search(1, 10, func(*oracle.Draw) bool { drawn++; return false })
		if drawn != tt.want || (err != nil) != tt.err {
			t.Errorf("WORKBOOK_ROUNDS=%q: drew %d, error %v; want %d, an error: %v", tt.env, drawn, err, tt.want, tt.err)
		}
	}
}

// What a helper can give at all comes within a few thousand inputs, and no choices are its simplest value.
func TestDrawReaches(t *testing.T) {
	seen := map[string]bool{}
	oracle.Search(1, 5000, func(d *oracle.Draw) bool {
		f := d.Float()
		for name, is := range map[string]bool{"NaN": math.IsNaN(f), "+Inf": math.IsInf(f, 1), "-Inf": math.IsInf(f, -1), "-0": f == 0 && math.Signbit(f)} {
			seen[name] = seen[name] || is
		}
		seen[fmt.Sprint("byte ", d.Byte())] = true
		seen["text "+d.Mutate("ab")] = true
		seen["case "+d.MixCase("ab")] = true
		seen[fmt.Sprint("near ", d.Near(10, 20))] = true
		seen[fmt.Sprint("order ", oracle.Reorder(d, []int{1, 2, 3}))] = true
		seen["time "+d.Duration().String()] = true
		return false
	})
	want := []string{"NaN", "+Inf", "-Inf", "-0", "text ", "text b", "text ba", "text aab", "text Ab", "text bb", "text abab", "text ab\x00",
		"case AB", "case aB", "near 9", "near 10", "near 21", "order [3 2 1]", "order [2 3 1]", "time 0s", "time 1ns", "time -1s", "time 1.5s"}
	for c := range 256 {
		want = append(want, fmt.Sprint("byte ", c))
	}
	for _, what := range want {
		if !seen[what] {
			t.Errorf("never drawn: %q", what)
		}
	}
	d := oracle.Choices(nil).Draw()
	got := fmt.Sprintln(d.Intn(9), d.Bool(), d.OneIn(5), d.Float(), d.Duration(), d.Mutate("ab"), d.Near(10), string(d.Byte()), numbers(d))
	if want := "0 false false 0 0s ab 10 a []\n"; got != want {
		t.Errorf("without choices: got %q, want %q", got, want)
	}
}

// A search that never ends in a smaller input must end all the same.
func TestShrinkIsBounded(t *testing.T) {
	tries := 0
	long := make(oracle.Choices, 5000)
	oracle.Shrink(long, func(d *oracle.Draw) bool {
		tries++
		for range 5000 {
			d.Intn(2)
		}
		return tries%2 == 0
	})
	if tries > 3000 {
		t.Errorf("Shrink tried %d inputs", tries)
	}
}
