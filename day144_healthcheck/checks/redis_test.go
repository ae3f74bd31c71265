package checks_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/checks"
)

// A script is a fake server: what it says, and in pieces of how many bytes.
type script struct {
	reply string
	piece int
	first bool   // speaks before it is asked, and hangs up
	mute  bool   // never closes either
	ends  string // of the request; that of PING if empty
}

// serve plays s to every connection and records what the last one sent.
func (s script) serve(t *testing.T) (addr string, sent *record) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var playing sync.WaitGroup
	t.Cleanup(func() { l.Close(); playing.Wait() })
	sent = &record{}
	playing.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			playing.Go(func() { s.play(conn, sent) })
		}
	})
	return l.Addr().String(), sent
}

func (s script) play(conn net.Conn, sent *record) {
	defer conn.Close()
	conn.(*net.TCPConn).SetNoDelay(true) // a segment for each piece
	if !s.first {
		// Nothing is said before the whole request is in.
		buf := make([]byte, 1024)
		for !strings.HasSuffix(sent.String(), cmp.Or(s.ends, "PING\r\n")) {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			sent.Write(buf[:n])
		}
	}
	for rest := s.reply; rest != ""; {
		n := min(max(s.piece, 1), len(rest))
		if _, err := io.WriteString(conn, rest[:n]); err != nil {
			return
		}
		rest = rest[n:]
	}
	if s.mute {
		io.Copy(io.Discard, conn) // until the client hangs up
	}
}

// A record is a writer that may be read while it is written to.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *record) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *record) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

var redisReplies = []struct {
	name   string
	auth   checks.RedisAuth
	reply  string
	want   string // in the error; empty for healthy
	config bool
}{
	{"healthy", checks.RedisAuth{}, "+PONG\r\n", "", false},
	{"healthy with a password", checks.RedisAuth{Password: "s3cret"}, "+OK\r\n+PONG\r\n", "", false},
	{"healthy with a user", checks.RedisAuth{Username: "app", Password: "s3cret"}, "+OK\r\n+PONG\r\n", "", false},
	{"no password given", checks.RedisAuth{}, "-NOAUTH Authentication required.\r\n", "NOAUTH", true},
	{"wrong password", checks.RedisAuth{Password: "x"}, "-WRONGPASS invalid username-password pair or user is disabled.\r\n-NOAUTH Authentication required.\r\n", "WRONGPASS", true},
	{"a password where none is set", checks.RedisAuth{Password: "x"}, "-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\r\n+PONG\r\n", "AUTH answered", true},
	{"not permitted", checks.RedisAuth{Username: "app", Password: "x"}, "+OK\r\n-NOPERM User app has no permissions to run the 'ping' command\r\n", "NOPERM", true},
	{"loading", checks.RedisAuth{}, "-LOADING Redis is loading the dataset in memory\r\n", "LOADING", false},
	{"loading, with a password", checks.RedisAuth{Password: "x"}, "+OK\r\n-LOADING Redis is loading the dataset in memory\r\n", "LOADING", false},
	{"failed save", checks.RedisAuth{}, "-MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.\r\n", "MISCONF", false},
	{"master down", checks.RedisAuth{}, "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n", "MASTERDOWN", false},
	{"busy script", checks.RedisAuth{}, "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n", "BUSY", false},
	{"max clients", checks.RedisAuth{}, "-ERR max number of clients reached\r\n", "max number of clients", false},
	{"max clients, with a password", checks.RedisAuth{Password: "x"}, "-ERR max number of clients reached\r\n", `AUTH answered "-ERR"`, false},
	{"protected mode", checks.RedisAuth{}, "-DENIED Redis is running in protected mode because protected mode is enabled" + strings.Repeat(" and no password is set", 43) + "\r\n", `PING answered "-DENIED Redis`, true},
	{"AUTH renamed", checks.RedisAuth{Password: "s3cret"}, "-ERR unknown command 'AUTH', with args beginning with: 's3cret' \r\n", `AUTH answered "-ERR"`, true},
	{"a password for a code word", checks.RedisAuth{Password: "s3cret"}, "-s3cret\r\n", `AUTH answered "something else"`, false},
	{"a password, then told with PING", checks.RedisAuth{Password: "s3cret"}, "+OK\r\n-ERR s3cret\r\n", `PING answered "-ERR"`, false},
	{"a password, told by something else", checks.RedisAuth{Password: "s3cret"}, "AUTH s3cret\r\n", "not a RESP reply", false},
	{"a password, told and cut off", checks.RedisAuth{Password: "s3cret"}, "-s3cret", "EOF", false},
	{"another simple string", checks.RedisAuth{}, "+OK\r\n", `PING answered "+OK"`, false},
	{"PONG in lower case", checks.RedisAuth{}, "+pong\r\n", `answered "+pong"`, false},
	{"PONG and more", checks.RedisAuth{}, "+PONG!\r\n", `answered "+PONG!"`, false},
	{"PONG to AUTH", checks.RedisAuth{Password: "x"}, "+PONG\r\n+PONG\r\n", `AUTH answered "+PONG"`, false},
	{"an integer", checks.RedisAuth{}, ":1\r\n", "not a RESP reply", false},
	{"no carriage return", checks.RedisAuth{}, "+PONG\n", "not a RESP reply", false},
	{"two carriage returns", checks.RedisAuth{}, "+PONG\r\r\n", "not a RESP reply", false},
	{"an empty line", checks.RedisAuth{}, "\r\n", "not a RESP reply", false},
	{"a web server", checks.RedisAuth{}, "HTTP/1.1 400 Bad Request\r\n\r\n", "not a RESP reply", false},
	{"cut off", checks.RedisAuth{}, "+PON", `"+PON"`, false},
	{"nothing", checks.RedisAuth{}, "", "EOF", false},
	{"a line without end", checks.RedisAuth{}, "+" + strings.Repeat("x", 5000), "more than 4096 bytes", false},
}

// TestRedisReplies plays each reply whole and cut into single bytes.
func TestRedisReplies(t *testing.T) {
	for _, tt := range redisReplies {
		for _, piece := range []int{1, 3, 1 << 20} {
			t.Run(fmt.Sprintf("%s, %d bytes at a time", tt.name, piece), func(t *testing.T) {
				addr, _ := script{reply: tt.reply, piece: piece}.serve(t)
				err := ping(t, addr, tt.auth, 10*time.Second)
				if tt.want == "" && err != nil {
					t.Errorf("Redis: got %v, want nil", err)
				}
				if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
					t.Errorf("Redis: got %v, want an error that says %q", err, tt.want)
				}
				if got := errors.Is(err, healthcheck.ErrConfig); got != tt.config {
					t.Errorf("Redis: got ErrConfig %v for %v, want %v", got, err, tt.config)
				}
				if err != nil && tt.auth.Password != "" && strings.Contains(err.Error(), "s3cret") {
					t.Errorf("Redis: got %v, want no password in it", err)
				}
			})
		}
	}
}

// TestRedisWrite asks for a write and wants its answer.
func TestRedisWrite(t *testing.T) {
	for reply, want := range map[string]string{
		"+OK\r\n+OK\r\n": "",
		"+OK\r\n-READONLY You can't write against a read only replica.\r\n":   `SET answered "-READONLY"`,
		"+OK\r\n-OOM command not allowed when used memory > 'maxmemory'.\r\n": `SET answered "-OOM"`,
		"+OK\r\n-NOREPLICAS Not enough good replicas to write.\r\n":           `SET answered "-NOREPLICAS"`,
		"+OK\r\n+PONG\r\n": `SET answered "+PONG"`,
	} {
		addr, sent := script{reply: reply, ends: "60\r\n"}.serve(t)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := checks.RedisWrite(addr, checks.RedisAuth{Password: "x"}, "probe")(ctx)
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("RedisWrite, answered %q: got %v, want %q", reply, err, want)
		}
		command := "*5\r\n$3\r\nSET\r\n$5\r\nprobe\r\n$0\r\n\r\n$2\r\nEX\r\n$2\r\n60\r\n"
		if got := sent.String(); !strings.HasSuffix(got, command) {
			t.Errorf("sent: got %q, want %q at the end", got, command)
		}
	}
}

func ping(t *testing.T, addr string, auth checks.RedisAuth, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	return checks.Redis(addr, auth)(ctx)
}

func TestRedisSendsArrays(t *testing.T) {
	for _, tt := range []struct {
		auth  checks.RedisAuth
		reply string
		want  string
	}{
		{checks.RedisAuth{}, "+PONG\r\n", "*1\r\n$4\r\nPING\r\n"},
		{checks.RedisAuth{Password: "p w\r\n"}, "+OK\r\n+PONG\r\n", "*2\r\n$4\r\nAUTH\r\n$5\r\np w\r\n\r\n*1\r\n$4\r\nPING\r\n"},
		{checks.RedisAuth{Username: "app", Password: "é"}, "+OK\r\n+PONG\r\n", "*3\r\n$4\r\nAUTH\r\n$3\r\napp\r\n$2\r\né\r\n*1\r\n$4\r\nPING\r\n"},
	} {
		addr, sent := script{reply: tt.reply}.serve(t)
		if err := ping(t, addr, tt.auth, 10*time.Second); err != nil {
			t.Errorf("Redis: got %v, want nil", err)
		}
		if got := sent.String(); got != tt.want {
			t.Errorf("sent: got %q, want %q", got, tt.want)
		}
	}
}

// TestRedisDeadline has servers that accept and say nothing, or too little.
func TestRedisDeadline(t *testing.T) {
	for _, reply := range []string{"", "+PON", "+OK\r\n"} {
		addr, _ := script{reply: reply, mute: true}.serve(t)
		began := time.Now()
		err := ping(t, addr, checks.RedisAuth{Password: "x"}, 50*time.Millisecond)
		if err == nil {
			t.Errorf("Redis that says %q and no more: got nil, want an error", reply)
		}
		if got, want := time.Since(began), 5*time.Second; got > want {
			t.Errorf("Redis that says %q and no more: took %v, want well under %v", reply, got, want)
		}
	}
}

// TestRedisSpeaksFirst is a server with too many clients: it answers before
// it is asked and closes, and the write may fail before the read succeeds.
func TestRedisSpeaksFirst(t *testing.T) {
	for range 50 {
		addr, _ := script{reply: "-ERR max number of clients reached\r\n", piece: 1 << 20, first: true}.serve(t)
		if err := ping(t, addr, checks.RedisAuth{}, 10*time.Second); err == nil {
			t.Errorf("Redis: got nil, want an error")
		}
	}
}

func TestRedisAuthHidesThePassword(t *testing.T) {
	auth := checks.RedisAuth{Username: "app", Password: "s3cret"}
	for _, format := range []string{"%v", "%+v", "%s", "%#v"} {
		if got := fmt.Sprintf(format, auth); strings.Contains(got, "s3cret") {
			t.Errorf("Sprintf(%q): got %s, want no password in it", format, got)
		}
	}
}
