package generate // inside: the tests of this package read the files back as Prometheus does

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

func promtool(t *testing.T, path, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "SUCCESS") {
		t.Errorf("promtool %v = %v, want success:\n%.3000s", args, err, out)
	}
}

// emitted are policies whose files promtool must accept.
func emitted(t *testing.T) map[string]alerting.Policy {
	latency, own, held := apiPolicy(t), apiPolicy(t), apiPolicy(t)
	week := mustPolicy(t, alerting.SLO{Target: .99, Period: 7 * day},
		alerting.Tier{Spend: .1, Empties: 20 * time.Hour}, alerting.Tier{Spend: .2, Empties: 7 * day})
	latency.SLI = alerting.SLI{Histogram: "http_request_duration_seconds", Threshold: time.Second, Bounds: []float64{.1, 1}}
	own.SLI = alerting.SLI{Requests: "app_requests_total", ErrorLabel: "class", ErrorValue: "5xx|timeout", Selector: map[string]string{"job": "a\"b\\c"}}
	held.For = 2 * time.Minute
	return map[string]alerting.Policy{"default": apiPolicy(t), "latency": latency, "own names": own, "week": week, "held": held}
}

func TestInteropPromtoolCheck(t *testing.T) {
	path := program(t, "promtool")
	for name, p := range emitted(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := Dir(dir, p); err != nil {
				t.Fatal(err)
			}
			promtool(t, path, dir, "check", "rules", complete(p).rulesFile())
		})
	}
}

// TestInteropPromtoolTest runs the emitted unit tests: each alert fires within
// one step of the time that Detect promises, on Prometheus's own engine.
func TestInteropPromtoolTest(t *testing.T) {
	path := program(t, "promtool")
	for name, p := range emitted(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if name != "default" {
				p.Alerts = p.Alerts[:1] // the three-day tests take a while; once is enough
			}
			if err := Dir(dir, p); err != nil {
				t.Fatal(err)
			}
			promtool(t, path, dir, "test", "rules", complete(p).Name+".tests.json")
		})
	}
}
