package promhttp

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	metrics "workbook/day142_metrics"
)

// Prometheus weighs formats and encodings in its own way. Its scrapes are
// answered with OpenMetrics and gzip, and it can read the answer.
func TestInteropPrometheus(t *testing.T) {
	prometheus := program(t, "prometheus")
	reg := metrics.NewRegistry()
	reg.Counter("orders_total", "Orders.").Inc()
	scraped := make(chan http.Header, 100)
	h := Handler(reg)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		h.ServeHTTP(w, req)
		scraped <- w.Header().Clone()
	}))
	defer server.Close()

	query := startPrometheus(t, prometheus, server.Listener.Addr().String()) + "/api/v1/query?query=orders_total"
	timeout := time.After(60 * time.Second)
	for {
		select {
		case got := <-scraped:
			for name, want := range map[string]string{"Content-Type": openMetricsType, "Content-Encoding": "gzip"} {
				if got.Get(name) != want {
					t.Errorf("%s of the answer to Prometheus: got %q, want %q", name, got.Get(name), want)
				}
			}
		case <-timeout:
			t.Fatalf("orders_total in Prometheus: got %s, want the value 1", answer(query))
		}
		if bytes.Contains(answer(query), []byte(`,"1"]`)) {
			return // it has the value of the scrape before
		}
	}
}

// startPrometheus runs a server that scrapes the target each second, and
// returns its URL.
func startPrometheus(t *testing.T, path, target string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "prometheus.yml")
	yaml := fmt.Sprintf("global: {scrape_interval: 1s}\nscrape_configs:\n"+
		"- {job_name: shop, static_configs: [{targets: ['%s']}]}\n", target)
	if err := os.WriteFile(config, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	var logs bytes.Buffer
	cmd := exec.Command(path, "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+addr)
	cmd.Stdout, cmd.Stderr = &logs, &logs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("prometheus said:\n%s", logs.String())
		}
	})
	return "http://" + addr
}

// answer is the body of a GET, or nothing while there is no server.
func answer(url string) []byte {
	res, err := http.Get(url)
	if err != nil {
		return nil
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return body
}
