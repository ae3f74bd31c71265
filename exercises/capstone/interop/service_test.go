// Package interop drives the finished capstone from outside, beside a real
// Prometheus, a real Redis and a real browser. Its tests take some seconds
// each and run with WORKBOOK_INTEROP=1 only; then a missing program fails.
package interop

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// capstone is the folder above.
const capstone = ".."

// asked skips the test unless interop tests are wanted.
func asked(t *testing.T) {
	t.Helper()
	if os.Getenv("WORKBOOK_INTEROP") != "1" {
		t.Skip("takes some seconds; set WORKBOOK_INTEROP=1")
	}
}

// find returns the path of a program that has to be there.
func find(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("WORKBOOK_INTEROP=1 wants %s: %v", name, err)
	}
	return path
}

// build builds the finished capstone. The reference stands in for wire.go,
// whatever overlay this test itself was built with.
func build(t *testing.T) string {
	t.Helper()
	asked(t)
	dir := t.TempDir()
	stub, err := filepath.Abs(filepath.Join(capstone, "wire.go"))
	if err != nil {
		t.Fatal(err)
	}
	solution := filepath.Join(filepath.Dir(stub), "testdata", "solution", "wire.go")
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{stub: solution}})
	if err != nil {
		t.Fatal(err)
	}
	file, bin := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "capstone")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", file, "-o", bin, capstone).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// service is a running capstone.
type service struct {
	t                *testing.T
	cmd              *exec.Cmd
	api, admin, page string // base URLs, without a slash at the end
	mu               sync.Mutex
	lines            []string
	read             chan bool // closed at the end of its output
}

// launch runs the binary on free ports and waits until it says where.
func launch(t *testing.T, bin string, args ...string) *service {
	t.Helper()
	free := []string{"-api=127.0.0.1:0", "-payments=127.0.0.1:0", "-admin=127.0.0.1:0", "-page=127.0.0.1:0", "-load=0", "-notice=0"}
	return follow(t, exec.Command(bin, append(free, args...)...))
}

// follow starts a capstone and waits until it says where it listens.
func follow(t *testing.T, cmd *exec.Cmd) *service {
	t.Helper()
	s := &service{t: t, cmd: cmd, read: make(chan bool)}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = s.cmd.Stdout
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); <-s.read; _ = s.cmd.Wait() })
	go s.follow(out)
	s.until("it has started", func() bool { return s.api != "" })
	return s
}

// keptLines is how many of the last lines are kept at least.
const keptLines = 20_000

// follow keeps the last lines and finds the addresses in it.
func (s *service) follow(out io.Reader) {
	defer close(s.read)
	for in := bufio.NewScanner(out); in.Scan(); {
		s.mu.Lock()
		s.lines = append(s.lines, in.Text())
		if len(s.lines) > 2*keptLines {
			s.lines = s.lines[keptLines:]
		}
		var f struct{ Msg, API, Admin, Page string }
		if s.api == "" && json.Unmarshal(in.Bytes(), &f) == nil && f.Msg == "started" {
			s.api, s.admin, s.page = "http://"+f.API, "http://"+f.Admin, strings.TrimSuffix(f.Page, "/")
		}
		s.mu.Unlock()
	}
}

// until polls cond, under the lock, for at most 20 seconds.
func (s *service) until(what string, cond func() bool) {
	s.t.Helper()
	await(s.t, what, 20*time.Second, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return cond()
	})
}

// await polls cond until it is true, and fails the test when that takes too long.
func await(t *testing.T, what string, limit time.Duration, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(limit); !cond(); {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("after %v it is still not so that %s", limit, what)
		}
	}
}

// stop sends the signal and returns the exit status; -1 if it does not end.
func (s *service) stop(sig os.Signal) int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.read:
	case <-time.After(30 * time.Second):
		return -1
	}
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

// get returns status and body; 0 when there is no answer.
func get(url string) (int, string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err.Error()
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, 4<<20))
	if err != nil {
		return 0, err.Error()
	}
	return res.StatusCode, string(b)
}

// order places an order for item; the id is "" unless it was accepted.
func (s *service) order(c *http.Client, item string) (id string) {
	body := fmt.Sprintf(`{"item":%q,"quantity":2,"card":"4111 1111 1111 1111"}`, item)
	res, err := c.Post(s.api+"/orders", "application/json", strings.NewReader(body))
	if err != nil {
		return ""
	}
	defer res.Body.Close()
	var o struct{ ID string }
	if json.NewDecoder(res.Body).Decode(&o) != nil || res.StatusCode != http.StatusCreated {
		return ""
	}
	return o.ID
}

// press presses a button of the page.
func (s *service) press(name, value string) {
	s.t.Helper()
	res, err := http.PostForm(s.page+"/faults", map[string][]string{name: {value}})
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("POST /faults %s=%s: %v, %v", name, value, res, err)
	}
	res.Body.Close()
}

// freeAddr is an address that was free a moment ago.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// beside runs a server until the test ends.
func beside(t *testing.T, bin string, args ...string) *os.Process {
	t.Helper()
	cmd := exec.Command(bin, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // SIGKILL ends a stopped process too
	return cmd.Process
}
