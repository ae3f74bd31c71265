package metrics

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// FuzzRoundTrip writes what it is given and reads it back equal, in both
// formats, with a reader that shares no code with the writer.
func FuzzRoundTrip(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+1)%len(hostile)], "help "+s, float64(i)/3, 0.1*float64(i))
	}
	f.Add("GET", "/orders/{id}", "Requests.", math.Inf(1), math.MaxFloat64)
	f.Add("GET", "/orders/{id}", "Requests.", math.NaN(), 1e-320)
	f.Add("GET", "/orders/{id}", " two  spaces ", float64(1<<53+2), -1.5e-7)
	f.Fuzz(func(t *testing.T, a, b, help string, gauge, bound float64) {
		r := NewRegistry()
		r.GaugeVec("temperature", help, "a", "b").With(a, b).Set(gauge)
		finite := math.Abs(bound) <= 1e288
		if finite {
			r.HistogramVec("lat_seconds", help, []float64{bound}, "a").With(a).ObserveExemplar(bound, b)
		}
		for _, f := range []format{text, openMetrics} {
			p := scrape(t, r, f)
			last := p[len(p)-1]
			if want := strings.ToValidUTF8(help, "\uFFFD"); last.help != want {
				t.Errorf("HELP %q: read back %q, want %q", help, last.help, want)
			}
			checkGauge(t, last.samples[0], a, b, gauge)
			if finite {
				checkBucket(t, p[0].samples[0], f, a, b, bound)
			}
		}
	})
}

func checkGauge(t *testing.T, s readSample, a, b string, v float64) {
	t.Helper()
	checkLabel(t, s, "a", a)
	checkLabel(t, s, "b", b)
	if s.value != v && !(math.IsNaN(v) && math.IsNaN(s.value)) {
		t.Errorf("value: read back %v from %q, want %v", s.value, s.raw, v)
	}
	if v == math.Trunc(v) && math.Abs(v) <= 1<<53 && strings.ContainsAny(s.raw, "e.") {
		t.Errorf("value: got %q for the integer %v, want no exponent and no point", s.raw, v)
	}
}

func checkBucket(t *testing.T, s readSample, f format, a, trace string, bound float64) {
	t.Helper()
	checkLabel(t, s, "a", a)
	le, err := strconv.ParseFloat(s.labels["le"], 64)
	if err != nil || le != bound || s.value != 1 {
		t.Errorf("bucket: read back le=%q with %v, want %v with 1", s.labels["le"], s.value, bound)
	}
	fits := len([]rune(trace)) <= 120 && f == openMetrics
	if want := strings.ReplaceAll(strings.ToValidUTF8(trace, "\uFFFD"), "\x00", "\uFFFD"); fits && s.trace != want {
		t.Errorf("exemplar: read back %q, want %q", s.trace, want)
	}
	if !fits && s.trace != "" {
		t.Errorf("exemplar in format %d: read back %q, want none", f, s.trace)
	}
}

func checkLabel(t *testing.T, s readSample, label, value string) {
	t.Helper()
	got, found := s.labels[label]
	if want := strings.ToValidUTF8(value, "\uFFFD"); got != want || found != (want != "") {
		t.Errorf("label %s=%q: read back %q, want %q", label, value, got, want)
	}
}
