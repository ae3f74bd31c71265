package metrics

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"
)

// inventory registers one of everything, with hostile strings in it.
func inventory() *Registry {
	r := NewRegistry()
	c := r.CounterVec("requests_total", "Requests, \"hot\" path C:\\ and\na second line.", "agent", "path")
	h := r.HistogramVec("request_duration_seconds", "Time to answer.", LinearBuckets(0.1, 0.1, 10), "agent")
	for i, s := range hostile {
		c.With(s, "/orders").Add(float64(i) + 0.5)
		h.With(s).ObserveExemplar(0.1*float64(i), "4bf92f3577b34da6a3ce929d0e0e"+fmt.Sprint(1000+i))
		h.With(s).Observe(0.3)
	}
	g := r.GaugeVec("temperature_celsius", "Temperature.", "room")
	for room, v := range map[string]float64{"nan": math.NaN(), "hot": math.Inf(1), "cold": math.Inf(-1), "big": 1 << 53,
		"small": 1e-300} {
		g.With(room).Set(v)
	}
	s := r.Summary("job_duration_seconds", "Time of a job.", []float64{0.5, 0.99, 1})
	s.Observe(1.25)
	r.Counter("errors_total", "Errors.").AddExemplar(3, "00f067aa0ba902b700f067aa0ba902b7")
	r.Counter("lost_total", "Refuses what it is given.").Add(math.NaN())
	r.GaugeFunc("broken", "Panics.", func() float64 { panic("no connection") })
	RegisterRuntime(r)
	return r
}

func TestInteropPromtool(t *testing.T) {
	promtool := program(t, "promtool")
	cmd := exec.Command(promtool, "check", "metrics")
	cmd.Stdin = bytes.NewReader([]byte(written(t, inventory(), text)))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("promtool check metrics: got %v with\n%s\nwant no complaint", err, out)
	}
}

// A real server scrapes both formats and returns by its API what was written.
func TestInteropPrometheus(t *testing.T) {
	path := program(t, "prometheus")
	r := inventory()
	target := func(contentType string, write func(io.Writer) error) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Content-Type", contentType)
			_ = write(w)
		}))
		t.Cleanup(s.Close)
		return s.Listener.Addr().String()
	}
	om := target("application/openmetrics-text; version=1.0.0; charset=utf-8", r.WriteOpenMetrics)
	plain := target("text/plain; version=0.0.4; charset=utf-8", r.WriteText)
	api := startPrometheus(t, path, om, plain)
	for job, f := range map[string]format{"om": openMetrics, "text": text} {
		compareWithAPI(t, api, job, scrape(t, r, f).values())
	}
	compareExemplars(t, api, scrape(t, r, openMetrics))
}
