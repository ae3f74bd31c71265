package scrape

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
)

func values(ps []promql.Point) string {
	var out []string
	for _, p := range ps {
		if promql.IsStale(p.V) {
			out = append(out, "stale")
		} else {
			out = append(out, fmt.Sprint(p.V))
		}
	}
	return strings.Join(out, " ")
}

// labels returns labels that are given as name, value, name, value.
func labels(pairs ...string) promql.Labels {
	var ls promql.Labels
	for i := 0; i+1 < len(pairs); i += 2 {
		ls = ls.With(pairs[i], pairs[i+1])
	}
	return ls
}

func sample(name string, v float64, pairs ...string) promql.Sample {
	return promql.Sample{Name: name, Value: v, Labels: labels(pairs...)}
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) || math.IsInf(a, 0) || math.IsInf(b, 0) {
		return a == b || math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

func only(t *testing.T, s *Store, name string) Series {
	t.Helper()
	got := s.Select(name)
	if len(got) != 1 {
		t.Fatalf("Select(%q) = %d series, want 1", name, len(got))
	}
	return got[0]
}

func TestStoreKeepsTheNewestPoints(t *testing.T) {
	s := Store{Points: 3}
	for i := range 5 {
		s.Append("a:1", at(int64(i)), []promql.Sample{sample("m", float64(i))})
	}
	if got, want := values(only(t, &s, "m").Points), "2 3 4"; got != want {
		t.Errorf("points = %q, want %q", got, want)
	}
}

func TestStoreMarksStale(t *testing.T) {
	var s Store
	m, n := sample("m", 1), sample("n", 1)
	s.Append("a:1", at(0), []promql.Sample{m, n})
	s.Append("a:1", at(15), []promql.Sample{m})
	s.Append("b:1", at(16), nil) // another target says nothing about a:1
	s.Fail("a:1", at(30))
	s.Fail("a:1", at(45)) // one marker is enough
	s.Append("a:1", at(60), []promql.Sample{m})
	for name, want := range map[string]string{"m": "1 1 stale 1", "n": "1 stale"} {
		if got := values(only(t, &s, name).Points); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if got, want := values(s.Select("up")[0].Points), "1 1 0 0 1"; got != want {
		t.Errorf("up = %q, want %q", got, want)
	}
}

func TestStoreNamesInstances(t *testing.T) {
	var s Store
	s.Append("a:1", at(0), []promql.Sample{sample("m", 1, "instance", "mine"), sample("m", 2)})
	got := s.Select("m")
	want := []string{`{exported_instance="mine",instance="a:1"}`, `{instance="a:1"}`}
	for i := range want {
		if got[i].Labels.String() != want[i] {
			t.Errorf("series %d = %s, want %s", i, got[i].Labels, want[i])
		}
	}
}

func TestStoreForgetsTheLongGone(t *testing.T) {
	s := Store{MaxSeries: 3} // up and two more
	for i := range 10 {
		// A label that changes with every deployment, an hour apart.
		s.Append("a:1", at(int64(3600*i)), []promql.Sample{sample("m", 1, "version", fmt.Sprint(i))})
		s.Append("a:1", at(int64(3600*i+30)), nil)
	}
	if n, dropped := s.Size(); n > 3 || dropped != 0 {
		t.Errorf("Size() = %d, %d dropped, want at most 3 series and none dropped", n, dropped)
	}
	if got := s.Select("m"); len(got) != 1 || got[0].Labels.Get("version") != "9" {
		t.Errorf("Select(m) = %v, want version 9 only", got)
	}
}

func TestStoreRefusesOldPoints(t *testing.T) {
	var s Store
	for _, sec := range []int64{30, 30, 15, 45} {
		s.Append("a:1", at(sec), []promql.Sample{sample("m", float64(sec))})
	}
	if got, want := values(only(t, &s, "m").Points), "30 45"; got != want {
		t.Errorf("points = %q, want %q", got, want)
	}
}

func TestStoreCap(t *testing.T) {
	s := Store{MaxSeries: 1000, Points: 240}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for round := range 3 {
		var ss []promql.Sample
		for i := range 20_000 {
			ss = append(ss, sample("m", 1, "i", fmt.Sprint(i)))
		}
		s.Append("a:1", at(int64(15*round)), ss)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	n, dropped := s.Size()
	if wantN, wantDropped := 1000, uint64(3*19_001); n != wantN || dropped != wantDropped {
		t.Errorf("Size() = %d, %d, want %d, %d", n, dropped, wantN, wantDropped)
	}
	// 1000 rings of 240 points of 16 bytes are 3.8 MB; allow as much again for names.
	if grown, want := int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(8<<20); grown > want {
		t.Errorf("heap grew by %d bytes, want at most %d", grown, want)
	}
}

// TestStoreDoesNotPinTheScrape: a kept label must not keep the whole body.
func TestStoreDoesNotPinTheScrape(t *testing.T) {
	s := Store{Points: 4}
	for i := range 20 {
		body := fmt.Sprintf("m{i=\"%d\"} 1\n# %s\n", i, strings.Repeat("x", 1<<20))
		ss, err := Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		s.Append(fmt.Sprintf("a:%d", i), at(int64(i)), ss)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if want := uint64(12 << 20); m.HeapAlloc > want {
		t.Errorf("heap after 20 bodies of 1 MB = %d, want below %d", m.HeapAlloc, want)
	}
	runtime.KeepAlive(&s)
}

func TestStoreConcurrently(t *testing.T) {
	var s Store
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 50 {
				s.Append(fmt.Sprintf("a:%d", g), at(int64(i)), []promql.Sample{sample("m", float64(i))})
				s.Select("m")
				s.Names()
				s.Size()
			}
		})
	}
	wg.Wait()
	for _, m := range s.Select("m") {
		if got, want := len(m.Points), 50; got != want {
			t.Errorf("%s has %d points, want %d", m.Labels, got, want)
		}
	}
	if v, ok := promql.Increase(s.Select("m")[0].Points, at(49), 50*time.Second); !ok || !near(v, 49) {
		t.Errorf("Increase = %v, %v, want 49", v, ok)
	}
}

// TestStoreKeepsWhatIsNeededFirst: known ones stay, and a fifth of the room waits for what is needed.
func TestStoreKeepsWhatIsNeededFirst(t *testing.T) {
	s := Store{MaxSeries: 10, First: func(name string) bool { return name == "up" || name == "needed" }}
	var page []promql.Sample
	for i := range 100 {
		page = append(page, sample("other", 1, "i", fmt.Sprint(i)))
	}
	s.Append("a:1", at(0), append(page, sample("needed", 1)))
	s.Append("a:1", at(15), append(page, sample("needed", 1), sample("needed", 1, "late", "yes")))
	if needed, other := len(s.Select("needed")), len(s.Select("other")); needed != 2 || other != 6 {
		t.Errorf("%d needed series and %d others in a room of 10 with up, want 2 and 6", needed, other)
	}
}
