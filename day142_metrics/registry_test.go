package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// refused runs f and returns what it panicked with, as a test wants it: a full
// sentence that names the thing.
func refused(t *testing.T, call, mention string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		got := fmt.Sprint(recover())
		if !strings.HasPrefix(got, "metrics: ") || !strings.HasSuffix(got, ".") || !strings.Contains(got, mention) {
			t.Errorf("%s: got panic %q, want a sentence that mentions %q", call, got, mention)
		}
	}()
	f()
}

func TestRegistryRefusesNames(t *testing.T) {
	for _, name := range []string{"", "9lives", "with space", "dash-ed", "ünicode", "a\nb", "tab\t"} {
		r := NewRegistry()
		refused(t, fmt.Sprintf("Counter(%q)", name), "name", func() { r.Counter(name, "") })
		refused(t, fmt.Sprintf("Gauge(%q)", name), "name", func() { r.Gauge(name, "") })
		refused(t, fmt.Sprintf("CounterVec(label %q)", name), "label", func() { r.CounterVec("a_total", "", name) })
	}
	r := NewRegistry()
	refused(t, `Counter("_total")`, "_total", func() { r.Counter("_total", "") })
	refused(t, `CounterVec(label "a:b")`, "a:b", func() { r.CounterVec("a_total", "", "a:b") })
	refused(t, `CounterVec(label "__name__")`, "__name__", func() { r.CounterVec("a_total", "", "__name__") })
	refused(t, `CounterVec(label "a" twice)`, "twice", func() { r.CounterVec("a_total", "", "a", "b", "a") })
	refused(t, `HistogramVec(label "le")`, "le", func() { r.HistogramVec("a", "", nil, "le") })
	refused(t, "GaugeFunc(nil)", "nil", func() { r.GaugeFunc("a", "", nil) })
	r.CounterVec("ns:job:requests_total", "", "le", "quantile", "_x9") // allowed, all of it
	r.Summary("s", "", nil)
}

// Each pair would write one sample name twice, in one format or the other.
func TestRegistryRefusesClashes(t *testing.T) {
	bounds := []float64{1}
	counter := func(name string) func(*Registry) { return func(r *Registry) { r.Counter(name, "") } }
	gauge := func(name string) func(*Registry) { return func(r *Registry) { r.Gauge(name, "") } }
	histogram := func(name string) func(*Registry) { return func(r *Registry) { r.Histogram(name, "", bounds) } }
	summary := func(name string) func(*Registry) { return func(r *Registry) { r.Summary(name, "", nil) } }
	tests := []struct {
		name string
		a, b func(*Registry)
	}{
		{"the same name", gauge("lat"), gauge("lat")},
		{"another kind", gauge("lat"), histogram("lat")},
		{"histogram and counter lat_count", histogram("lat"), counter("lat_count")},
		{"histogram and gauge lat_bucket", histogram("lat"), gauge("lat_bucket")},
		{"histogram and gauge lat_sum", histogram("lat"), gauge("lat_sum")},
		{"summary and gauge lat_sum", summary("lat"), gauge("lat_sum")},
		{"summary and summary lat_count", summary("lat"), summary("lat_count")},
		{"counter with and without _total", counter("lat"), counter("lat_total")},
		{"OpenMetrics family of a counter", counter("lat_total"), gauge("lat")},
		{"OpenMetrics sample of a counter", counter("lat"), gauge("lat_total")},
		{"reserved _created", counter("lat_total"), gauge("lat_created")},
		{"the registry's own", func(*Registry) {}, counter("metrics_rejected_samples_total")},
	}
	for _, tt := range tests {
		r := NewRegistry()
		tt.a(r)
		refused(t, tt.name, "belongs to", func() { tt.b(r) })
		scrape(t, r, openMetrics) // what came first is unharmed
	}
	r := NewRegistry()
	r.Counter("lat_count", "") // the other way round
	refused(t, "counter lat_count and histogram", "belongs to", func() { r.Histogram("lat", "", bounds) })
}

func TestRegistryRefusesBounds(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, bounds := range [][]float64{{nan}, {1, nan}, {2, 1}, {1, 1}, {0, math.Copysign(0, -1)}, {-inf, 1}, {inf, inf}} {
		r := NewRegistry()
		call := fmt.Sprintf("Histogram(%v)", bounds)
		refused(t, call, "bound", func() { r.Histogram("lat", "", bounds) })
		refused(t, call, "bound", func() { r.HistogramVec("lat", "", bounds, "route") })
		r.Gauge("lat", "") // what was refused has not taken the name
	}
	for _, quantiles := range [][]float64{{-0.1}, {1.1}, {nan}, {0.9, 0.5}, {0.5, 0.5}} {
		refused(t, fmt.Sprintf("Summary(%v)", quantiles), "quantile", func() {
			NewRegistry().Summary("lat", "", quantiles)
		})
	}
}

// Registering, counting and scraping at the same time.
func TestRegistryConcurrent(t *testing.T) {
	r := NewRegistry()
	each(8, func(i int) {
		for j := range 50 {
			r.Counter(fmt.Sprintf("requests_%d_%d_total", i, j), "").Inc()
			scrape(t, r, format(j%2))
		}
	})
	if got, want := len(scrape(t, r, text)), 8*50; got != want {
		t.Errorf("families: got %d, want %d", got, want)
	}
}
