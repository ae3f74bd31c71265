package dashboard

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tee keeps what came over the wire.
type tee struct{ body bytes.Buffer }

func (c *tee) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		c.body.Reset()
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(resp.Body, &c.body), resp.Body}
	}
	return resp, err
}

// TestInteropPrometheusMetrics scrapes a real Prometheus server's own metrics and
// compares every value kept with the text that came over the wire.
func TestInteropPrometheusMetrics(t *testing.T) {
	prom := startPrometheus(t, "global: {}\n")
	wire := &tee{}
	m, err := NewMonitor(apiPolicy(t), prom+"/metrics")
	if err != nil {
		t.Fatal(err)
	}
	m.Scraper.Client = &http.Client{Transport: wire}
	now := time.Now()
	m.Observe(now, m.Scraper.Scrape(t.Context(), now))
	sums, lines := map[string]float64{}, 0
	for line := range strings.Lines(wire.body.String()) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, _, _ := strings.Cut(line, " ")
		name, _, _ = strings.Cut(name, "{")
		v, err := strconv.ParseFloat(line[strings.LastIndexByte(line, ' ')+1:], 64)
		if err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		sums[name] += v
		lines++
	}
	kept := 0
	for name, want := range sums {
		got := 0.0
		for _, s := range m.Scraper.Store.Select(name) {
			got += s.Points[len(s.Points)-1].V
			kept++
		}
		if !near(got, want) {
			t.Errorf("%s sums up to %v, want %v as exposed", name, got, want)
		}
	}
	if want := 100; lines < want || kept != lines {
		t.Errorf("%d series kept of %d lines, want all of more than %d", kept, lines, want)
	}
	// A server that was asked before it was ready has answered with 503 as well as 200.
	page, shown := get(t, m, "GET", "/").Body.String(), 0.0
	for _, row := range m.current.Load().Signals.Classes {
		shown += row.Exposed
		if want := "<td>" + showCount(row.Exposed) + "</td>"; !strings.Contains(page, want) {
			t.Errorf("page lacks %s, the requests of class %s", want, row.Class)
		}
	}
	if want := sums["prometheus_http_requests_total"]; shown != want || want == 0 {
		t.Errorf("page shows %v requests, want the %v exposed", shown, want)
	}
}
