package metrics

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever the order of arrival, the index is sorted, complete, and made of
// chunks of bounded size, in which each series keeps its own labels; and an
// older version stays as it was.
func TestIndexOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 5000
	x, old := new(index), new(index)
	for i, k := range rng.Perm(n) {
		route := fmt.Sprintf("/orders/%d", k)
		x = x.insert(&series{values: []string{route, "GET"}}, route+" ")
		if i == 99 {
			old = x
		}
	}
	for name, tt := range map[string]struct {
		index *index
		want  int
	}{"newest": {x, n}, "older": {old, 100}} {
		var all []*series
		for _, chunk := range tt.index.chunks {
			if len(chunk.series) == 0 || len(chunk.series) > maxChunk {
				t.Errorf("%s: a chunk of %d, want 1 to %d", name, len(chunk.series), maxChunk)
			}
			for i, e := range chunk.entries {
				if want := chunk.series[i].values[0] + " "; e.labels != want {
					t.Fatalf("%s: the entry of %q has the labels %q, want %q", name, want, e.labels, want)
				}
			}
			all = append(all, chunk.series...)
		}
		if len(all) != tt.want || !slices.IsSortedFunc(all, compareSeries) {
			t.Errorf("%s: got %d series, sorted %v, want %d in order", name, len(all), slices.IsSortedFunc(all, compareSeries), tt.want)
		}
	}
}

// Values compare one by one, not as one joined string.
func TestIndexComparesByValue(t *testing.T) {
	a, b := []string{"a", "z"}, []string{"a!", "b"}
	if got := compareSeries(&series{values: a}, &series{values: b}); got != -1 {
		t.Errorf("compareSeries(%q, %q): got %d, want -1", a, b, got)
	}
}

func TestTableFindsAll(t *testing.T) {
	table := newTable(maphash.MakeSeed(), 8)
	const n = 3000
	value := func(i int) []string { return []string{fmt.Sprint(i / 50), fmt.Sprint(i % 50)} }
	for i := range n {
		s := &series{values: value(i)}
		s.hash = table.hash(s.values) & 7 // nearly all collide: only the values tell them apart
		table = table.add(s)
	}
	for i := range n {
		v := value(i)
		if s := table.find(table.hash(v)&7, v); s == nil || !slices.Equal(s.values, v) {
			t.Fatalf("find(%q): got %v, want the series with these values", v, s)
		}
	}
	if s := table.find(3, []string{"x", "y"}); s != nil {
		t.Errorf("find of absent values: got %q, want nil", s.values)
	}
	if 2*table.used > len(table.slots) {
		t.Errorf("%d slots for %d series, want at least twice as many", len(table.slots), table.used)
	}
}
