package metrics

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"
)

// inventory registers one of everything, with hostile strings in it.
func inventory() *Registry {
	r := NewRegistry()
	c := r.CounterVec("requests_total", "Requests, \"hot\" path C:\\ and\na second line.\x00", "agent", "path")
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
	r.Counter("errors_total", "Errors.").AddExemplar(3, "00f067aa0ba902b7\x00f067aa0ba902b7")
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

// A target serves a page, and returns its address.
func target(t *testing.T, f format, write func(io.Writer) error) string {
	t.Helper()
	contentType := []string{"text/plain; version=0.0.4", "application/openmetrics-text; version=1.0.0"}[f]
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", contentType+"; charset=utf-8")
		_ = write(w)
	}))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// A real server scrapes both formats and returns by its API what was written.
func TestInteropPrometheus(t *testing.T) {
	path := program(t, "prometheus")
	r := inventory()
	api := startPrometheus(t, path, map[string]string{
		"om":   target(t, openMetrics, r.WriteOpenMetrics),
		"text": target(t, text, r.WriteText),
	})
	for job, f := range map[string]format{"om": openMetrics, "text": text} {
		compareWithAPI(t, api, job, scrape(t, r, f).values())
	}
	compareExemplars(t, api, scrape(t, r, openMetrics))
}

// What is said here of wrong pages is what a real server and promtool make of
// them.
func TestInteropWrongPages(t *testing.T) {
	path, promtool := program(t, "prometheus"), program(t, "promtool")
	gauge := "# HELP a Help.\n# TYPE a gauge\n"
	tests := []struct {
		name       string
		format     format
		page       string
		prometheus string // the label x, or what up reads
		promtool   bool   // takes it
	}{
		{"escaped_tab", text, gauge + `a{x="p\tq"} 1` + "\n", `p\tq`, false},
		{"escaped_tab_in_openmetrics", openMetrics, gauge + `a{x="p\tq"} 1` + "\n# EOF\n", `p\tq`, false},
		{"escaped_tab_in_help", text, "# HELP a p\\tq\n# TYPE a gauge\na{x=\"help\"} 1\n", "help", false},
		{"raw_quote", text, gauge + `a{x="p"q"} 1` + "\n", "down", false},
		{"raw_quote_in_openmetrics", openMetrics, gauge + `a{x="p"q"} 1` + "\n# EOF\n", "down", false},
		{"raw_backslash_at_the_end", text, gauge + `a{x="p\"} 1` + "\n", "down", false},
		{"raw_line_feed_in_help", text, "# HELP a p\nq\n# TYPE a gauge\na 1\n", "down", false},
		{"raw_line_feed", text, gauge + "a{x=\"p\nq\"} 1\n", "p\nq", false},
		{"zero_byte", text, gauge + "a{x=\"p\x00q\"} 1\n", "p\x00q", true},
		{"zero_byte_in_openmetrics", openMetrics, gauge + "a{x=\"p\x00q\"} 1\n# EOF\n", "p\x00q", true},
		{"zero_byte_in_exemplar", openMetrics,
			"# TYPE a counter\na_total{x=\"e\"} 1 # {trace_id=\"p\x00q\"} 1\n# EOF\n", "down", false},
	}
	targets := map[string]string{}
	for _, tt := range tests {
		targets[tt.name] = target(t, tt.format, func(w io.Writer) error { _, err := io.WriteString(w, tt.page); return err })
		if tt.format == openMetrics {
			continue // promtool reads the other one
		}
		cmd := exec.Command(promtool, "check", "metrics")
		cmd.Stdin = strings.NewReader(tt.page)
		if out, err := cmd.CombinedOutput(); (err == nil) != tt.promtool {
			t.Errorf("promtool, %s: got %v with %s, want success %v", tt.name, err, out, tt.promtool)
		}
	}
	api := startPrometheus(t, path, targets)
	for _, tt := range tests {
		poll(t, func() string {
			if got := labelX(t, api, tt.name); got != tt.prometheus {
				return fmt.Sprintf("Prometheus, %s: got %q, want %q", tt.name, got, tt.prometheus)
			}
			return ""
		})
	}
}

// labelX returns the label x of the job's series; "down" when its page was
// refused, and "" before its first scrape.
func labelX(t *testing.T, api, job string) string {
	t.Helper()
	var answer struct {
		Data struct {
			Result []struct {
				Metric map[string]string
				Value  [2]any
			}
		}
	}
	ask(t, api+"query?query="+url.QueryEscape(`{job="`+job+`",__name__=~"up|a|a_total"}`), &answer)
	for _, r := range answer.Data.Result {
		if x, ok := r.Metric["x"]; ok {
			return x
		}
		if r.Metric["__name__"] == "up" && r.Value[1] == "0" {
			return "down"
		}
	}
	return ""
}
