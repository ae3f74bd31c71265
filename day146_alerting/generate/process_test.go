package generate

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

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

// startPrometheus starts a server with a configuration and returns its URL.
func startPrometheus(t *testing.T, config string, flags ...string) string {
	t.Helper()
	path := program(t, "prometheus")
	dir, addr := t.TempDir(), freeAddress(t)
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	flags = append(flags, "--config.file="+file, "--web.listen-address="+addr, "--storage.tsdb.path="+filepath.Join(dir, "tsdb"))
	startProgram(t, path, flags...)
	eventually(t, 30*time.Second, "Prometheus is ready", func() bool { return ready(addr) })
	return "http://" + addr
}

// ready asks Prometheus or Alertmanager.
func ready(address string) bool {
	resp, err := http.Get("http://" + address + "/-/ready")
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func query(t *testing.T, address string, into any) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}
