package checks_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"workbook/day144_healthcheck/checks"
)

// TestChecksHangUp: an attempt leaves no connection behind, whatever it came
// to. At one in five seconds, a leak of one each is 17,280 a day.
func TestChecksHangUp(t *testing.T) {
	redis := func(addr string) func(context.Context) error {
		return checks.Redis(addr, checks.RedisAuth{})
	}
	http := func(addr string) func(context.Context) error { return checks.HTTP("http://" + addr) }
	for _, tt := range []struct {
		name   string
		check  func(addr string) func(context.Context) error
		answer string
		want   bool // it passes
	}{
		{"TCP", checks.TCP, "", true},
		{"Redis", redis, "+PONG\r\n", true},
		{"Redis, refused", redis, "-LOADING Redis is loading the dataset in memory\r\n", false},
		{"Redis, no RESP", redis, "HTTP/1.1 400 Bad Request\r\n", false},
		{"HTTP", http, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true},
		{"HTTP, failing", http, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", false},
		{"HTTP, more than it reads", http, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + strings.Repeat("x", 99_000), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			left := make(chan error, 1)
			go func() {
				conn, err := l.Accept()
				if err != nil {
					left <- err
					return
				}
				defer conn.Close()
				conn.SetDeadline(time.Now().Add(10 * time.Second))
				if tt.answer != "" { // which comes when something was asked
					conn.Read(make([]byte, 4096))
					io.WriteString(conn, tt.answer)
				}
				_, err = io.Copy(io.Discard, conn) // until the other side hangs up
				left <- err
			}()
			err = tt.check(l.Addr().String())(t.Context())
			if (err == nil) != tt.want {
				t.Errorf("check: got %v, want it to pass: %v", err, tt.want)
			}
			if err := <-left; errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("its connection is still open after 10s")
			}
		})
	}
}
