package interop

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// runRedis runs a real Redis that writes nothing to disk.
func runRedis(t *testing.T) (addr string, proc *os.Process) {
	t.Helper()
	bin := find(t, "redis-server")
	addr = freeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	proc = beside(t, bin, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir())
	await(t, "redis listens", 20*time.Second, func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	return addr, proc
}

// signal sends a signal by name: package syscall has no STOP on every system.
func signal(t *testing.T, p *os.Process, name string) {
	t.Helper()
	if err := exec.Command("kill", "-"+name, strconv.Itoa(p.Pid)).Run(); err != nil {
		t.Fatal(err)
	}
}

// Whatever was answered with 201 is there after a restart, and gets packed:
// three times stopped by SIGTERM under the load of 16 clients.
func TestInteropRedisLosesNoOrder(t *testing.T) {
	bin := build(t)
	addr, _ := runRedis(t)
	var accepted []string
	for range 3 {
		s := launch(t, bin, "-redis="+addr, "-page=")
		ids, stop := clients(s, 16)
		s.until("it has packed 300 orders", func() bool { return count(s.lines, "order packed") >= 300 })
		if code := s.stop(syscall.SIGTERM); code != 0 {
			t.Errorf("exit status after SIGTERM under load %d, want 0: %s", code, s.lines[len(s.lines)-1])
		}
		stop()
		accepted = append(accepted, *ids...)
	}
	s := launch(t, bin, "-redis="+addr, "-page=")
	lost, waiting := 0, 0
	for _, id := range accepted {
		if status, _ := get(s.api + "/orders/" + id); status != 200 {
			lost++
		}
	}
	await(t, "every accepted order is packed", 20*time.Second, func() bool {
		waiting = 0
		for _, id := range accepted {
			if _, body := get(s.api + "/orders/" + id); !strings.Contains(body, `"packed"`) {
				waiting++
			}
		}
		return waiting == 0
	})
	t.Logf("%d orders accepted over 3 restarts, %d lost", len(accepted), lost)
	if lost > 0 {
		t.Errorf("%d of %d accepted orders are lost, want 0", lost, len(accepted))
	}
}

// clients place orders until stop; ids are those that were accepted.
func clients(s *service, n int) (ids *[]string, stop func()) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	over := make(chan bool)
	ids = &[]string{}
	for range n {
		wg.Go(func() {
			c := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
			defer c.CloseIdleConnections()
			for {
				select {
				case <-over:
					return
				default:
				}
				id := s.order(c, "tea")
				if id == "" {
					return // the service is gone
				}
				mu.Lock()
				*ids = append(*ids, id)
				mu.Unlock()
			}
		})
	}
	return ids, func() { close(over); wg.Wait() }
}

func count(lines []string, part string) (n int) {
	for _, l := range lines {
		if strings.Contains(l, part) {
			n++
		}
	}
	return n
}

// A Redis under SIGSTOP accepts connections and answers nothing: the service is
// not ready and stays alive, as the same process, until SIGCONT.
func TestInteropRedisStopAndContinue(t *testing.T) {
	bin := build(t)
	addr, redis := runRedis(t)
	s := launch(t, bin, "-redis="+addr, "-page=")
	ready := func() int { status, _ := get(s.admin + "/readyz"); return status }
	await(t, "it is ready", 10*time.Second, func() bool { return ready() == 200 })
	signal(t, redis, "STOP")
	start := time.Now()
	await(t, "it is not ready", 10*time.Second, func() bool { return ready() == 503 })
	// Every x Fails + Timeout of wire.go's check, and the time it takes to ask.
	if took, bound := time.Since(start), 2*time.Second+500*time.Millisecond+300*time.Millisecond; took > bound {
		t.Errorf("readiness turned red %v after SIGSTOP, want at most %v", took, bound)
	}
	if status, _ := get(s.admin + "/livez"); status != 200 {
		t.Errorf("GET /livez without Redis = %d, want 200", status)
	}
	c := &http.Client{Timeout: 15 * time.Second}
	if id := s.order(c, "tea"); id != "" {
		t.Errorf("an order was accepted without a Redis to keep it: %s", id)
	}
	signal(t, redis, "CONT")
	await(t, "it is ready again", 10*time.Second, func() bool { return ready() == 200 })
	await(t, "orders are accepted again", 10*time.Second, func() bool { return s.order(c, "tea") != "" })
	if code := s.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("exit status after SIGTERM %d, want 0: %s", code, s.lines[len(s.lines)-1])
	}
}

// The page's own switch does the same to the Redis behind it.
func TestInteropRedisCutByThePage(t *testing.T) {
	bin := build(t)
	addr, _ := runRedis(t)
	s := launch(t, bin, "-redis="+addr)
	for _, tt := range []struct {
		redis string
		want  int
	}{{"running", 200}, {"stopped", 503}, {"running", 200}} {
		s.press("redis", tt.redis)
		await(t, "the probe says so with Redis "+tt.redis, 10*time.Second, func() bool {
			status, _ := get(s.admin + "/readyz")
			return status == tt.want
		})
	}
}
