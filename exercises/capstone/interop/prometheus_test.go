package interop

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A real Prometheus scrapes the service, loads its rules, answers its request
// rate, knows a trace of a slow bucket, and fires the alert when orders fail.
func TestInteropPrometheus(t *testing.T) {
	bin, prom := build(t), find(t, "prometheus")
	dir := t.TempDir()
	s := launch(t, bin, "-load=4", "-rules="+filepath.Join(dir, "rules"))
	url := runPrometheus(t, prom, dir, strings.TrimPrefix(s.admin, "http://"))

	await(t, "the request rate is known", 30*time.Second, func() bool {
		return query(url, `sum(rate(orders_requests_total[5s]))`) > 1
	})
	await(t, "OpenMetrics' exemplars are there", 20*time.Second, func() bool {
		_, body := get(url + "/api/v1/query_exemplars?query=orders_request_duration_seconds_bucket&start=" + ago(time.Minute) + "&end=" + ago(-time.Minute))
		return strings.Contains(body, `"trace_id"`)
	})
	if got := firing(url); len(got) > 0 {
		t.Errorf("alerts of a service in order: %q, want none", got)
	}
	s.press("fail", "100")
	await(t, "the alert fires", 60*time.Second, func() bool { return len(firing(url)) == 1 })
	got, want := firing(url)[0], "OrdersBudgetGoneIn10m"
	if got != want {
		t.Errorf("with all payments failing fires %q, want %q", got, want)
	}
}

// runPrometheus runs it on the configuration that the README shows.
func runPrometheus(t *testing.T, bin, dir, target string) string {
	t.Helper()
	config, err := os.ReadFile(filepath.Join(capstone, "deploy", "prometheus.yml"))
	if err != nil {
		t.Fatal(err)
	}
	const shown = "127.0.0.1:8149"
	if strings.Count(string(config), shown) != 1 {
		t.Fatalf("deploy/prometheus.yml does not have the target %s once", shown)
	}
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(strings.Replace(string(config), shown, target, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	addr := freeAddr(t)
	beside(t, bin, "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+addr, "--enable-feature=exemplar-storage", "--log.level=error")
	await(t, "prometheus is ready", 30*time.Second, func() bool { status, _ := get("http://" + addr + "/-/ready"); return status == 200 })
	return "http://" + addr
}

// query returns the value of an expression with one element, else 0.
func query(base, expr string) float64 {
	_, body := get(base + "/api/v1/query?query=" + url.QueryEscape(expr))
	var a struct {
		Data struct {
			Result []struct{ Value [2]any }
		}
	}
	if json.Unmarshal([]byte(body), &a) != nil || len(a.Data.Result) != 1 {
		return 0
	}
	text, _ := a.Data.Result[0].Value[1].(string)
	v, _ := strconv.ParseFloat(text, 64)
	return v
}

// firing lists the names of the alerts that fire.
func firing(base string) (names []string) {
	_, body := get(base + "/api/v1/alerts")
	var a struct {
		Data struct {
			Alerts []struct {
				State  string
				Labels map[string]string
			}
		}
	}
	_ = json.Unmarshal([]byte(body), &a)
	for _, x := range a.Data.Alerts {
		if x.State == "firing" {
			names = append(names, x.Labels["alertname"])
		}
	}
	return names
}

func ago(d time.Duration) string { return strconv.FormatInt(time.Now().Add(-d).Unix(), 10) }
