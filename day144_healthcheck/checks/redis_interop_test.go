package checks_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/checks"
)

func TestInteropRedisPasswords(t *testing.T) {
	none := checks.RedisAuth{}
	t.Run("healthy", func(t *testing.T) {
		startRedis(t, t.TempDir()).says(none, "")
	})
	t.Run("passwords", func(t *testing.T) {
		r := startRedis(t, t.TempDir(), "--requirepass", "s3cret")
		r.do("AUTH s3cret", "ACL SETUSER app on >pw +ping", "ACL SETUSER mute on >pw -ping")
		r.says(checks.RedisAuth{Password: "s3cret"}, "")
		r.says(checks.RedisAuth{Username: "app", Password: "pw"}, "")
		for auth, want := range map[checks.RedisAuth]string{
			none:                               "NOAUTH",
			{Password: "guess"}:                "WRONGPASS",
			{Username: "mute", Password: "pw"}: "NOPERM",
		} {
			if err := r.says(auth, want); !errors.Is(err, healthcheck.ErrConfig) {
				t.Errorf("Redis as %v: got %v, want it to wrap ErrConfig", auth, err)
			}
		}
	})
	t.Run("a password where none is set", func(t *testing.T) {
		err := startRedis(t, t.TempDir()).says(checks.RedisAuth{Password: "x"}, "AUTH answered")
		if !errors.Is(err, healthcheck.ErrConfig) {
			t.Errorf("Redis: got %v, want it to wrap ErrConfig", err)
		}
	})
}

func TestInteropRedisTrouble(t *testing.T) {
	none := checks.RedisAuth{}
	t.Run("master down", func(t *testing.T) {
		startRedis(t, t.TempDir(), "--replicaof", "127.0.0.1 "+freePort(t), "--replica-serve-stale-data", "no").says(none, "MASTERDOWN")
	})
	t.Run("writes refused", func(t *testing.T) {
		r := startRedis(t, t.TempDir())
		write := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			return checks.RedisWrite(r.addr, none, "probe")(ctx)
		}
		if err := write(); err != nil {
			t.Errorf("RedisWrite: got %v, want nil", err)
		}
		r.do("REPLICAOF 127.0.0.1 " + freePort(t))
		if err := write(); err == nil || !strings.Contains(err.Error(), "READONLY") {
			t.Errorf("RedisWrite of a replica: got %v, want READONLY", err)
		}
		r.says(none, "") // PING sees nothing of it
		r.do("REPLICAOF NO ONE", "CONFIG SET maxmemory 1")
		if err := write(); err == nil || !strings.Contains(err.Error(), "OOM") {
			t.Errorf("RedisWrite with full memory: got %v, want OOM", err)
		}
		r.says(none, "")
	})
	t.Run("max clients", func(t *testing.T) {
		r := startRedis(t, t.TempDir(), "--maxclients", "1")
		var held net.Conn // the one client; the server may still see the one before
		eventually(t, "the server takes this connection", func() bool {
			conn, err := net.Dial("tcp", r.addr)
			if err != nil {
				return false
			}
			held = conn
			io.WriteString(conn, "PING\r\n")
			line, _ := bufio.NewReader(conn).ReadString('\n')
			if line != "+PONG\r\n" {
				conn.Close()
			}
			return line == "+PONG\r\n"
		})
		defer held.Close()
		r.says(none, "max number of clients")
	})
	t.Run("busy script", func(t *testing.T) {
		r := startRedis(t, t.TempDir(), "--busy-reply-threshold", "20")
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, "EVAL \"while true do end\" 0\r\n")
		r.says(none, "BUSY")
		r.do("SCRIPT KILL")
		r.says(none, "")
	})
	t.Run("failed save", func(t *testing.T) {
		dir := t.TempDir() + "/data"
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		// With save points, because without them Redis takes no offence.
		r := startRedis(t, dir, "--save", "3600 1")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		r.do("BGSAVE")
		r.says(none, "MISCONF")
	})
}

// TestInteropRedisLoading restarts a server on a data set that takes it
// most of a second to load: a millisecond a key.
func TestInteropRedisLoading(t *testing.T) {
	dir := t.TempDir()
	r := startRedis(t, dir)
	var sets []string
	for i := range 700 {
		sets = append(sets, fmt.Sprintf("SET key:%d %s", i, strings.Repeat("x", 64)))
	}
	r.do(append(sets, "SAVE")...)
	r.cmd.Process.Kill()
	r.cmd.Wait()
	r = startRedis(t, dir, "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024")
	r.says(checks.RedisAuth{}, "LOADING")
	r.says(checks.RedisAuth{}, "")
}

// TestInteropRedisStopped is the whole chain: a real server that accepts and
// never answers, a probe that turns red within its bound, liveness that stays
// green, and a process that nobody restarted.
func TestInteropRedisStopped(t *testing.T) {
	r := startRedis(t, t.TempDir())
	check := healthcheck.Check{Name: "redis", Func: checks.Redis(r.addr, checks.RedisAuth{}),
		Every: 100 * time.Millisecond, Timeout: 50 * time.Millisecond, Fails: 3, Passes: 2}
	var loop healthcheck.Heartbeat
	loop.Beat()
	p, err := healthcheck.New(check, loop.Check(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	p.Logger = slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: got %v, want nil", err)
		}
	})
	ready := func() bool { return status(p.Readyz) == 200 }
	eventually(t, "ready", ready)

	pid := r.cmd.Process.Pid
	r.signal("STOP")
	began := time.Now()
	eventually(t, "not ready while stopped", func() bool { return !ready() })
	bound := check.Every*time.Duration(check.Fails) + check.Timeout
	if got := time.Since(began); got > bound+time.Second { // a second for a busy machine
		t.Errorf("time to unready: got %v, want at most %v", got, bound)
	}
	if got, want := status(p.Live), 200; got != want {
		t.Errorf("Live while redis is stopped: got %d, want %d", got, want)
	}
	r.signal("CONT")
	eventually(t, "ready again", ready)
	if got, want := r.cmd.Process.Pid, pid; got != want || r.cmd.ProcessState != nil {
		t.Errorf("redis-server: got pid %d, ended: %v, want %d, still running", got, r.cmd.ProcessState != nil, want)
	}
}

// status is that of a plain GET.
func status(h http.HandlerFunc) int {
	w := httptest.NewRecorder()
	h(w, httptest.NewRequest(http.MethodGet, "/", nil))
	return w.Code
}
