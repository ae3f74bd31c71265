package generate // inside: the tests of this package read the files back as Prometheus does

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strconv"
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

// TestInteropRandomPolicies: whatever burnrate accepts, Prometheus and Alertmanager load,
// and the emitted tests of small ones pass.
func TestInteropRandomPolicies(t *testing.T) {
	path, amtool := program(t, "promtool"), program(t, "amtool")
	r, root := rand.New(rand.NewPCG(2, 146)), t.TempDir()
	var ruleFiles, configs, tests []string
	for i := range 200 {
		unit := usual
		if i%40 == 0 {
			unit = small
		}
		p := randomPolicy(r, unit)
		dir := filepath.Join(root, strconv.Itoa(i))
		if _, err := Write(dir, p, Options{Webhook: "https://hooks.example/" + p.Name}); err != nil {
			t.Fatalf("policy %+v: %v", p, err)
		}
		ruleFiles = append(ruleFiles, filepath.Join(dir, p.Name+".rules.json"), filepath.Join(dir, p.Name+".traffic.rules.json"))
		configs = append(configs, filepath.Join(dir, "alertmanager", "alertmanager.yml"))
		if unit == small {
			tests = append(tests, filepath.Join(dir, p.Name+".tests.json"), filepath.Join(dir, p.Name+".traffic.tests.json"))
		}
	}
	promtool(t, path, root, append([]string{"check", "rules"}, ruleFiles...)...)
	promtool(t, amtool, root, append([]string{"check-config"}, configs...)...)
	for file, ok := range promtoolTests(t, path, tests) {
		if !ok {
			t.Errorf("%s fails", file)
		}
	}
}
