package interop

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tell sends an inline command to a Redis and returns the first line of its answer.
func tell(t *testing.T, addr, command string) string {
	t.Helper()
	c, err := net.DialTimeout("tcp", addr, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprintf(c, "%s\r\n", command)
	answer := make([]byte, 256)
	n, err := c.Read(answer)
	if err != nil {
		t.Fatalf("%.64q: %v", command, err)
	}
	line, _, _ := strings.Cut(string(answer[:n]), "\r\n")
	return line
}

// A Redis that answers and refuses every write: not ready, alive, and ready again after it.
func TestInteropRedisRefusesWrites(t *testing.T) {
	bin := build(t)
	addr, _ := runRedis(t)
	s := launch(t, bin, "-redis="+addr, "-page=")
	ready := func() int { status, _ := get(s.admin + "/readyz"); return status }
	await(t, "it is ready", 10*time.Second, func() bool { return ready() == 200 })
	for refuse, allow := range map[string]string{
		"REPLICAOF 127.0.0.1 1": "REPLICAOF NO ONE", "CONFIG SET maxmemory 1": "CONFIG SET maxmemory 0",
	} {
		tell(t, addr, refuse)
		start := time.Now()
		await(t, "it is not ready", 10*time.Second, func() bool { return ready() == 503 })
		if took, bound := time.Since(start), 2800*time.Millisecond; took > bound {
			t.Errorf("readiness turned red %v after %s, want at most %v", took, refuse, bound)
		}
		if status, _ := get(s.admin + "/livez"); status != 200 {
			t.Errorf("GET /livez after %s = %d, want 200", refuse, status)
		}
		tell(t, addr, allow)
		await(t, "it is ready again", 10*time.Second, func() bool { return ready() == 200 })
	}
}

// Records that nobody can read do not hold up the orders behind them.
func TestInteropPoisonedOrder(t *testing.T) {
	bin := build(t)
	addr, _ := runRedis(t)
	for _, command := range []string{
		"SET order:text tea", "RPUSH order:list tea", "SETRANGE order:long 2000000 x", "SET order:null null",
		`LPUSH orders:queue '{"order_id":"text"}' '{"order_id":"list"}' '{"order_id":"long"}' '{"order_id":"none"}' tea ''`,
		"SETRANGE scratch 2000000 x", // and a message of 2 MB
		`EVAL "redis.call('LPUSH','orders:queue',redis.call('GET','scratch')) return 1" 0`,
	} {
		if line := tell(t, addr, command); strings.HasPrefix(line, "-") {
			t.Fatalf("%s: %s", command, line)
		}
	}
	s := launch(t, bin, "-redis="+addr, "-page=")
	id := s.order(&http.Client{Timeout: 10 * time.Second}, "tea")
	await(t, "the order behind them is packed", 15*time.Second, func() bool {
		_, body := get(s.api + "/orders/" + id)
		return strings.Contains(body, `"packed"`)
	})
	if status, body := get(s.api + "/orders/list"); status != 500 || strings.Contains(body, "WRONGTYPE") {
		t.Errorf("GET of a record that is a list = %d %s, want 500 and no inner text", status, body)
	}
	await(t, "the queue is empty on /metrics", 5*time.Second, func() bool {
		_, page := get(s.admin + "/metrics")
		return strings.Contains(page, "\norders_queue_depth 0\n")
	})
	if code := s.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("exit status after SIGTERM %d, want 0", code)
	}
}

// deaf runs the service on ports that are known, with out as its standard output.
func deaf(t *testing.T, out *os.File, bin string, args ...string) *service {
	t.Helper()
	api, admin := freeAddr(t), freeAddr(t)
	s := &service{t: t, api: "http://" + api, admin: "http://" + admin, read: make(chan bool)}
	s.cmd = exec.Command(bin, append([]string{"-api=" + api, "-admin=" + admin, "-payments=127.0.0.1:0", "-page=", "-notice=0"}, args...)...)
	s.cmd.Stdout = out
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.cmd.Wait(); close(s.read) }()
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); <-s.read })
	await(t, "it is ready", 20*time.Second, func() bool { status, _ := get(s.admin + "/readyz"); return status == 200 })
	return s
}

// Nobody reads standard output, or whoever did is gone: orders go on, the lines that are
// lost are counted, and SIGTERM drains.
func TestInteropUnreadOutput(t *testing.T) {
	bin := build(t)
	for _, name := range []string{"unread", "closed"} {
		in, out, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		s := deaf(t, out, bin)
		out.Close()
		if name == "closed" {
			in.Close()
		}
		_, stop := clients(s, 16)
		await(t, name+": lines are lost and counted", 20*time.Second, func() bool {
			_, page := get(s.admin + "/metrics")
			return gauge(page, "log_records_dropped_total") > 0
		})
		if id := s.order(&http.Client{Timeout: 5 * time.Second}, "tea"); id == "" {
			t.Errorf("%s: an order is not accepted", name)
		}
		start := time.Now()
		code := s.stop(syscall.SIGTERM)
		if took, bound := time.Since(start), 5*time.Second; code != 0 || took > bound {
			t.Errorf("%s: exit status after SIGTERM %d after %v, want 0 within %v", name, code, took, bound)
		}
		stop()
		in.Close()
	}
}

// Half a body is given up before the grace is over: the drain is clean.
func TestInteropHalfABody(t *testing.T) {
	bin := build(t)
	t.Parallel() // it only waits
	s := launch(t, bin, "-page=")
	for _, method := range []string{"POST /orders", "GET /orders/none", "POST /nowhere"} {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.api, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "%s HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", method)
	}
	start := time.Now()
	await(t, "the half order is a request under way", 5*time.Second, func() bool {
		_, page := get(s.admin + "/metrics")
		return strings.Contains(page, `orders_in_flight{route="/orders"} 1`)
	})
	if code := s.stop(syscall.SIGTERM); code != 0 {
		t.Errorf("exit status %d, %v after half a body, want 0: %s", code, time.Since(start), s.lines[len(s.lines)-1])
	}
	t.Logf("ended %v after half a body", time.Since(start).Round(100*time.Millisecond))
}

// More connections than file descriptors: those of the probes are kept.
func TestInteropDescriptorsRunOut(t *testing.T) {
	bin := build(t)
	s := follow(t, exec.Command("/bin/sh", "-c", `ulimit -n 200 && exec "$0" "$@"`, bin, "-conns=40", "-page=",
		"-api=127.0.0.1:0", "-payments=127.0.0.1:0", "-admin=127.0.0.1:0", "-load=0", "-notice=0"))
	var idle []net.Conn
	for range 300 {
		c, err := net.DialTimeout("tcp", strings.TrimPrefix(s.api, "http://"), 5*time.Second)
		if err != nil {
			break // the kernel's own queue is full
		}
		defer c.Close()
		idle = append(idle, c)
	}
	for range 10 {
		if status, body := get(s.admin + "/livez"); status != 200 {
			t.Errorf("GET /livez under %d idle connections and 200 descriptors = %d %s, want 200", len(idle), status, body)
		}
	}
	_, err := io.WriteString(idle[0], "GET /orders/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if answer, _ := io.ReadAll(idle[0]); err != nil || !strings.Contains(string(answer), "404") {
		t.Errorf("the first connection is answered %.100q (%v), want 404", answer, err)
	}
}
