package checks_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/checks"
)

func TestHTTP(t *testing.T) {
	mux := http.NewServeMux()
	answer := func(path string, h http.HandlerFunc) { mux.HandleFunc(path, h) }
	answer("/ok", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok") })
	answer("/204", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) })
	answer("/503", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) })
	answer("/login", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ok", http.StatusFound) })
	answer("/user", func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "s3cret" {
			w.WriteHeader(401)
		}
	})
	answer("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	})
	answer("/short", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10")
		io.WriteString(w, "tea")
	})
	answer("/silent", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	srv := httptest.NewServer(mux)
	defer srv.Close()
	for _, tt := range []struct{ url, want string }{
		{srv.URL + "/ok", ""},
		{srv.URL + "/204", ""},
		{srv.URL + "/endless", ""},
		{strings.Replace(srv.URL, "://", "://app:s3cret@", 1) + "/user", ""},
		{srv.URL + "/503", "status 503"},
		{srv.URL + "/login", "status 302"},
		{srv.URL + "/short", "reading the body"},
		{srv.URL + "/silent", "deadline exceeded"},
		{strings.Replace(srv.URL, "://", "://app:s3cret@", 1) + "/503", "status 503"},
		{"http://app:s3cret@[::1", "does not parse"},
		{"ftp://127.0.0.1/", "unsupported protocol"},
		{"", "unsupported protocol"},
	} {
		timeout := 10 * time.Second
		if strings.HasSuffix(tt.url, "/silent") {
			timeout = 50 * time.Millisecond
		}
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		err := checks.HTTP(tt.url)(ctx)
		cancel()
		if (tt.want == "") != (err == nil) || (err != nil && !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("HTTP(%q): got %v, want %q", tt.url, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("HTTP(%q): got %v, want no password in it", tt.url, err)
		}
	}
	if err := checks.HTTP("http://[::1")(t.Context()); !errors.Is(err, healthcheck.ErrConfig) {
		t.Errorf("HTTP of a bad url: got %v, want it to wrap ErrConfig", err)
	}
}

// TestHTTPFollowsNothing: whatever the code, nobody else is asked.
func TestHTTPFollowsNothing(t *testing.T) {
	var asked atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer other.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		srv := httptest.NewServer(http.RedirectHandler(other.URL, code))
		err := checks.HTTP(strings.Replace(srv.URL, "://", "://app:s3cret@", 1))(t.Context())
		if want := fmt.Sprintf("status %d", code); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("HTTP of a redirect: got %v, want %q", err, want)
		}
		srv.Close()
	}
	if got, want := asked.Load(), int64(0); got != want {
		t.Errorf("requests to the other host: got %d, want %d", got, want)
	}
}

// TestHTTPJudgesTheStatusFirst has answers whose body never ends: after a 101
// it is the bare connection, and no deadline of a context ends a read of it.
func TestHTTPJudgesTheStatusFirst(t *testing.T) {
	for _, head := range []string{
		"101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n",
		"503 Service Unavailable\r\nContent-Length: 100\r\n",
		"302 Found\r\nLocation: /elsewhere\r\nContent-Length: 100\r\n",
		"200 OK\r\nContent-Length: 100\r\n", // its body is read, until ctx ends
	} {
		over := make(chan struct{})
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Errorf("Hijack: %v", err)
				return
			}
			defer conn.Close()
			io.WriteString(conn, "HTTP/1.1 "+head+"\r\n")
			<-over
		}))
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		done := make(chan error, 1)
		go func() { done <- checks.HTTP(srv.URL)(ctx) }()
		select {
		case err := <-done:
			if err == nil {
				t.Errorf("HTTP of %q, held open: got nil, want an error", head)
			}
			close(over)
		case <-time.After(10 * time.Second):
			t.Errorf("HTTP of %q, held open: not back 10s after a deadline of 0.3s", head)
			close(over)
			<-done
		}
		cancel()
		srv.Close()
	}
}

// TestHTTPOpensAConnectionEachTime: a kept one would not prove that a client
// can still connect.
func TestHTTPOpensAConnectionEachTime(t *testing.T) {
	opened := make(chan struct{}, 10)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened <- struct{}{}
		}
	}
	srv.Start()
	defer srv.Close()
	check := checks.HTTP(srv.URL)
	for range 3 {
		if err := check(t.Context()); err != nil {
			t.Errorf("HTTP: got %v, want nil", err)
		}
	}
	if got, want := len(opened), 3; got != want {
		t.Errorf("connections: got %d, want %d", got, want)
	}
}
