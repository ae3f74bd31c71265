package alerting

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program returns a program that an interop test drives. Without WORKBOOK_INTEROP=1
// the test skips when it is missing or when it is slow; with it, a missing
// program fails.
func program(t *testing.T, name string, slow bool) string {
	t.Helper()
	asked := os.Getenv("WORKBOOK_INTEROP") == "1"
	if slow && !asked {
		t.Skip("takes more than 2 s; set WORKBOOK_INTEROP=1")
	}
	path, err := exec.LookPath(name)
	if err != nil && asked {
		t.Fatalf("%s is missing, and WORKBOOK_INTEROP=1 asks for it", name)
	}
	if err != nil {
		t.Skipf("%s is missing", name)
	}
	return path
}

// startProgram runs a program until the test ends.
func startProgram(t *testing.T, path string, args ...string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		log.Close()
		if b, _ := os.ReadFile(log.Name()); t.Failed() {
			t.Logf("%s said: %.2000s", path, b)
		}
	})
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// eventually polls until done or the deadline.
func eventually(t *testing.T, limit time.Duration, what string, done func() bool) {
	t.Helper()
	deadline, tick := time.After(limit), time.NewTicker(50*time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not within %v: %s", limit, what)
		}
	}
}

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
func emitted(t *testing.T) map[string]Policy {
	latency, own, week, held := apiPolicy(t), apiPolicy(t), mustPolicy(t, SLO{.99, 7 * day}, Tier{Spend: .1, Empties: 20 * time.Hour}, Tier{Spend: .2, Empties: 7 * day}), apiPolicy(t)
	latency.SLI = SLI{Histogram: "http_request_duration_seconds", Threshold: time.Second, Bounds: []float64{.1, 1}}
	own.SLI = SLI{Requests: "app_requests_total", ErrorLabel: "class", ErrorValue: "5xx|timeout", Selector: map[string]string{"job": "a\"b\\c"}}
	held.For = 2 * time.Minute
	return map[string]Policy{"default": apiPolicy(t), "latency": latency, "own names": own, "week": week, "held": held}
}

func TestInteropPromtoolCheck(t *testing.T) {
	path := program(t, "promtool", false)
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
	path := program(t, "promtool", true)
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
