package checks_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
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
