package metrics

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// exemplarOf returns the trace id beside the first sample of an OpenMetrics page.
func exemplarOf(t *testing.T, r *Registry) string {
	t.Helper()
	return scrape(t, r, openMetrics)[0].samples[0].trace
}

func TestExemplarLength(t *testing.T) {
	for n, kept := range map[int]bool{0: false, 1: true, 120: true, 121: false, 500: false} {
		r := NewRegistry()
		id := strings.Repeat("é", n) // the limit is in code points
		r.Histogram("lat_seconds", "", []float64{1}).ObserveExemplar(0.5, id)
		want := ""
		if kept {
			want = id
		}
		if got := exemplarOf(t, r); got != want {
			t.Errorf("exemplar of %d code points: got %d of them, want %d", n, utf8.RuneCountInString(got), utf8.RuneCountInString(want))
		}
		if got := scrape(t, r, text).values()["lat_seconds_count"]; got != 1 {
			t.Errorf("count with an exemplar of %d code points: got %v, want 1", n, got)
		}
	}
}

// The latest stands; each bucket has its own.
func TestExemplarPerBucket(t *testing.T) {
	r := NewRegistry()
	h := r.Histogram("lat_seconds", "", []float64{1, 2})
	h.ObserveExemplar(0.5, "first")
	h.ObserveExemplar(0.7, "later")
	h.ObserveExemplar(9, "slow")
	h.Observe(0.6)
	var got []string
	for _, s := range scrape(t, r, openMetrics)[0].samples {
		got = append(got, s.trace)
	}
	want := "later,,slow,,"
	if joined := strings.Join(got, ","); joined != want {
		t.Errorf("exemplars by line: got %q, want %q", joined, want)
	}
	if page := written(t, r, text); strings.Contains(page, "later") {
		t.Errorf("text page: got an exemplar in\n%s\nwant none", page)
	}
}

func TestExemplarOnCounter(t *testing.T) {
	r := NewRegistry()
	c := r.Counter("errors_total", "")
	c.Inc()
	if got := exemplarOf(t, r); got != "" {
		t.Errorf("exemplar after Inc: got %q, want none", got)
	}
	c.AddExemplar(2, "4bf92f3577b34da6")
	c.AddExemplar(1, "")
	if got, want := exemplarOf(t, r), "4bf92f3577b34da6"; got != want {
		t.Errorf("exemplar after AddExemplar: got %q, want %q", got, want)
	}
	if got, want := c.Value(), 4.0; got != want {
		t.Errorf("Value(): got %v, want %v", got, want)
	}
}

// The exemplar of an observation that came after the counts were read would
// stand beside an empty bucket.
func TestExemplarNotOnEmptyBucket(t *testing.T) {
	r := NewRegistry()
	h := r.Histogram("lat_seconds", "", []float64{1})
	h.exemplars.keep(0, 2, "4bf92f3577b34da6", 0.5)
	if got := exemplarOf(t, r); got != "" {
		t.Errorf("exemplar of an empty bucket: got %q, want none", got)
	}
}
