package metrics

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// startPrometheus runs a server on loopback that scrapes these targets, one of
// each job, and returns the root of its API.
func startPrometheus(t *testing.T, path string, targets map[string]string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "prometheus.yml")
	yaml := "global: {scrape_interval: 1s}\nscrape_configs:\n"
	for job, target := range targets {
		yaml += fmt.Sprintf("- {job_name: '%s', static_configs: [{targets: ['%s']}]}\n", job, target)
	}
	if err := os.WriteFile(config, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	var logs bytes.Buffer
	cmd := exec.Command(path, "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+addr, "--enable-feature=exemplar-storage")
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
	return "http://" + addr + "/api/v1/"
}

// ask gets one answer of the API into result. A server that is not there yet is
// an answer without data.
func ask(t *testing.T, call string, result any) {
	t.Helper()
	res, err := http.Get(call)
	if err != nil {
		return
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == http.StatusOK {
		err = json.Unmarshal(data, result)
	}
	if err != nil {
		t.Fatalf("GET %s: %v in %.300q", call, err, data)
	}
}

// poll calls f until it returns "", or fails with what it returned last.
func poll(t *testing.T, f func() string) {
	t.Helper()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	deadline := time.Now().Add(60 * time.Second)
	for {
		complaint := f()
		if complaint == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(complaint)
		}
		<-tick.C
	}
}

// compareWithAPI waits until the job has exactly the series and values in want,
// leaving out those of the Go runtime, which change, and the server's own.
func compareWithAPI(t *testing.T, api, job string, want map[string]float64) {
	t.Helper()
	poll(t, func() string {
		var answer struct {
			Data struct {
				Result []struct {
					Metric map[string]string
					Value  [2]any
				}
			}
		}
		ask(t, api+"query?query="+url.QueryEscape(`{job="`+job+`",__name__!~"up|scrape_.*|go_.*|metrics_rejected.*"}`), &answer)
		got := map[string]float64{}
		for _, r := range answer.Data.Result {
			s := readSample{name: r.Metric["__name__"], labels: r.Metric}
			for _, own := range []string{"__name__", "job", "instance"} {
				delete(s.labels, own)
			}
			v, err := strconv.ParseFloat(fmt.Sprint(r.Value[1]), 64)
			if err != nil {
				return fmt.Sprintf("job %s, %s: %v", job, s.key(), err)
			}
			got[s.key()] = v
		}
		compared := 0
		for key, v := range want {
			if volatile(key) {
				continue
			}
			compared++
			if g, ok := got[key]; !ok || g != v && !(math.IsNaN(g) && math.IsNaN(v)) {
				return fmt.Sprintf("job %s, %s: got %v (found %v), want %v", job, key, g, ok, v)
			}
		}
		if len(got) != compared {
			return fmt.Sprintf("job %s: got %d series, want %d", job, len(got), compared)
		}
		return ""
	})
}

// volatile says whether a series changes between two scrapes.
func volatile(key string) bool {
	return strings.HasPrefix(key, "go_") || strings.HasPrefix(key, "metrics_rejected")
}

// compareExemplars waits until the server has every exemplar on the page.
func compareExemplars(t *testing.T, api string, page readPage) {
	t.Helper()
	want := map[string]bool{}
	for _, f := range page {
		for _, s := range f.samples {
			if s.trace != "" {
				want[s.trace] = true
			}
		}
	}
	if len(want) < 10 {
		t.Fatalf("exemplars on the page: got %d, want at least 10", len(want))
	}
	poll(t, func() string {
		got := map[string]bool{}
		for _, name := range []string{"request_duration_seconds_bucket", "errors_total"} {
			var answer struct {
				Data []struct {
					Exemplars []struct {
						Labels map[string]string
					}
				}
			}
			now := time.Now().Unix()
			ask(t, fmt.Sprintf("%squery_exemplars?query=%s&start=%d&end=%d", api, name, now-3600, now+60), &answer)
			for _, series := range answer.Data {
				for _, e := range series.Exemplars {
					got[e.Labels["trace_id"]] = true
				}
			}
		}
		for trace := range want {
			if !got[trace] {
				return fmt.Sprintf("exemplar %s: the server does not have it, of %d it has %d", trace, len(want), len(got))
			}
		}
		return ""
	})
}
