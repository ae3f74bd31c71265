package generate

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

// service counts 200 requests a second, of which a share fails.
type service struct {
	sync.Mutex
	ratio     float64
	since     time.Time // up to when both are counted
	good, bad float64
}

// startService returns the service and the address at which it exposes its counters.
func startService(t *testing.T, ratio float64) (s *service, target string) {
	s = &service{ratio: ratio, since: time.Now()}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return s, strings.TrimPrefix(srv.URL, "http://")
}

// fail lets the share fail from now on.
func (s *service) fail(ratio float64) {
	s.Lock()
	defer s.Unlock()
	s.count()
	s.ratio = ratio
}

// count counts up to now.
func (s *service) count() {
	now := time.Now()
	n := 200 * now.Sub(s.since).Seconds()
	// Each by itself: a difference of two sums may fall by its last digit, which is a reset.
	s.good, s.bad, s.since = s.good+n*(1-s.ratio), s.bad+n*s.ratio, now
}

func (s *service) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.Lock()
	defer s.Unlock()
	s.count()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintf(w, "http_requests_total{code=\"200\"} %f\nhttp_requests_total{code=\"500\"} %f\n", s.good, s.bad)
}

// TestInteropPrometheusFires loads the emitted rules into a real Prometheus,
// breaks a live service, and compares the moment at which the page fires with
// the prediction. The policy is the usual one in miniature: 24 s and 2 s windows.
func TestInteropPrometheusFires(t *testing.T) {
	program(t, "prometheus")
	p := mustPolicy(t, alerting.SLO{Target: .99, Period: time.Hour}, alerting.Tier{Spend: .096, Empties: 250 * time.Second})
	p.Name = "live"
	dir := t.TempDir()
	if err := Dir(dir, p); err != nil {
		t.Fatal(err)
	}
	const ratio = .3
	live, target := startService(t, 0)
	prom := startPrometheus(t, fmt.Sprintf(`
global: {scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms}
rule_files: [%q]
scrape_configs: [{job_name: live, static_configs: [{targets: [%q]}]}]
`, filepath.Join(dir, complete(p).rulesFile()), target))
	eventually(t, time.Minute, "the long window is full of clean traffic", func() bool {
		return hasData(t, prom, "http_requests_total offset 26s")
	})
	if got := firing(t, prom, AlertName(p, 0)); !got.IsZero() {
		t.Fatalf("%s fires at %v on a clean service", AlertName(p, 0), got)
	}
	began := time.Now()
	live.fail(ratio)
	want, _ := p.Alerts[0].Detect(ratio)
	var at time.Time
	eventually(t, want+15*time.Second, "the page fires", func() bool {
		at = firing(t, prom, AlertName(p, 0))
		return !at.IsZero()
	})
	got := at.Sub(began)
	// A scrape and an evaluation late, and the window may be a scrape short.
	if slack := 1500 * time.Millisecond; got < want-slack || got > want+slack {
		t.Errorf("the page fires %v after the outage began, want %v within %v", got, want, slack)
	}
	t.Logf("predicted %v, fired after %v", want, got)
	rulesAreHealthy(t, prom, 10)
}

func hasData(t *testing.T, prom, expr string) bool {
	t.Helper()
	var answer struct {
		Data struct{ Result []any }
	}
	query(t, prom+"/api/v1/query?query="+url.QueryEscape(expr), &answer)
	return len(answer.Data.Result) > 0
}

// firing returns since when an alert is active in Prometheus, or zero.
func firing(t *testing.T, prom, name string) time.Time {
	t.Helper()
	var answer struct {
		Data struct {
			Alerts []struct {
				Labels   map[string]string
				State    string
				ActiveAt time.Time
			}
		}
	}
	query(t, prom+"/api/v1/alerts", &answer)
	for _, a := range answer.Data.Alerts {
		if a.Labels["alertname"] == name && a.State == "firing" {
			return a.ActiveAt
		}
	}
	return time.Time{}
}

func rulesAreHealthy(t *testing.T, prom string, want int) {
	t.Helper()
	var answer struct {
		Data struct {
			Groups []struct {
				Rules []struct{ Name, Health, LastError string }
			}
		}
	}
	query(t, prom+"/api/v1/rules", &answer)
	n := 0
	for _, g := range answer.Data.Groups {
		for _, r := range g.Rules {
			n++
			if r.Health != "ok" {
				t.Errorf("rule %s is %s in Prometheus: %s, want ok", r.Name, r.Health, r.LastError)
			}
		}
	}
	if n != want {
		t.Errorf("Prometheus runs %d rules, want %d", n, want)
	}
}
