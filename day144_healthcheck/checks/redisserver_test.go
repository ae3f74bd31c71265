package checks_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"workbook/day144_healthcheck/checks"
)

// A redis is a real redis-server of this test, on a free loopback port.
type redis struct {
	t    *testing.T
	addr string
	dir  string
	cmd  *exec.Cmd
}

// startRedis starts a redis-server. Later arguments override earlier ones.
func startRedis(t *testing.T, dir string, args ...string) *redis {
	t.Helper()
	path := program(t, "redis-server")
	port := freePort(t)
	r := &redis{t: t, addr: "127.0.0.1:" + port, dir: dir}
	r.cmd = exec.Command(path, append([]string{"--port", port, "--bind", "127.0.0.1", "--dir", dir, "--save", ""}, args...)...)
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill(); r.cmd.Wait() })
	eventually(t, "redis-server accepts", func() bool {
		conn, err := net.Dial("tcp", r.addr)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	return r
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// eventually asks again and again, for ten seconds at most.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(10 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("not after 10s: %s", what)
		}
	}
}

// do sends inline commands over a connection of its own and returns the first
// line of the first reply.
func (r *redis) do(commands ...string) string {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		r.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	io.WriteString(conn, strings.Join(commands, "\r\n")+"\r\n")
	in := bufio.NewReader(conn)
	first := ""
	for range commands {
		line, err := in.ReadString('\n')
		if err != nil {
			r.t.Fatalf("redis-server, %.64q: %v", commands[0], err)
		}
		if first == "" {
			first = strings.TrimSpace(line)
		}
	}
	return first
}

// signal is by way of kill(1), because syscall has no SIGSTOP on Windows and
// this file must compile there.
func (r *redis) signal(name string) {
	r.t.Helper()
	if out, err := exec.Command("kill", "-"+name, strconv.Itoa(r.cmd.Process.Pid)).CombinedOutput(); err != nil {
		r.t.Fatalf("kill -%s: %v: %s", name, err, out)
	}
}

// says waits until the check's error holds text; empty is healthy.
func (r *redis) says(auth checks.RedisAuth, text string) error {
	r.t.Helper()
	var last error
	eventually(r.t, fmt.Sprintf("Redis says %q", text), func() bool {
		last = ping(r.t, r.addr, auth, time.Second)
		if text == "" {
			return last == nil
		}
		return last != nil && strings.Contains(last.Error(), text)
	})
	return last
}
