package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestBadFlags(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
		want string
	}{
		{"nothing to scrape", nil, 2, "-scrape URL"},
		{"too often", []string{"-scrape", "http://a", "-every", "1ms"}, 2, "100ms"},
		{"impossible target", []string{"-scrape", "http://a", "-slo", "100"}, 1, "budget is 0"},
		{"bad address", []string{"-scrape", "http://a", "-listen", "nowhere"}, 1, "nowhere"},
		{"bad errors", []string{"-scrape", "http://a", "-errors", "5.."}, 2, "LABEL=REGEX"},
		{"no label", []string{"-scrape", "http://a", "-errors", "=5.."}, 2, "empty"},
		{"bad selector", []string{"-scrape", "http://a", "-selector", "job=api"}, 2, "character 5"},
		{"bad tier", []string{"-scrape", "http://a", "-tier", "2%"}, 2, "SPEND%:EMPTIES"},
		{"bad name", []string{"-scrape", "http://a", "-requests", "a b"}, 1, "character 2"},
		{"no room", []string{"-scrape", "http://a", "-max-series", "0"}, 2, "-max-series"},
		{"no tiers for the target", []string{"-scrape", "http://a", "-slo", "90"}, 1, "1/budget = 10"},
		{"tiers of its own", []string{"-scrape", "http://a", "-slo", "90", "-tier", "2%:100h", "-listen", "nowhere"}, 1, "nowhere"},
		{"bad expression", []string{"-scrape", "http://a", "-errors", "code=5("}, 2, "missing closing )"},
		{"help", []string{"-h"}, 0, "-scrape"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if code := run(t.Context(), tt.args, &out, &out); code != tt.code || !strings.Contains(out.String(), tt.want) {
				t.Errorf("dashboard %q = %d, %q, want %d and ...%s...", tt.args, code, out.String(), tt.code, tt.want)
			}
		})
	}
}

// TestLoopbackNamesOnly: a foreign name that points to loopback gets no page.
func TestLoopbackNamesOnly(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "page") })
	for _, tt := range []struct {
		listen, host string
		code         int
	}{
		{"127.0.0.1", "127.0.0.1:9146", 200}, {"127.0.0.1", "localhost:9146", 200}, {"127.0.0.1", "[::1]:9146", 200}, {"127.0.0.1", "localhost", 200},
		{"127.0.0.1", "evil.example:9146", 421}, {"127.0.0.1", "127.0.0.1.evil.example", 421}, {"10.1.2.3", "metrics.example", 200},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = tt.host
		w := httptest.NewRecorder()
		local(&net.TCPAddr{IP: net.ParseIP(tt.listen)}, page).ServeHTTP(w, r)
		if w.Code != tt.code {
			t.Errorf("GET of host %s on %s = %d, want %d", tt.host, tt.listen, w.Code, tt.code)
		}
	}
}

// TestServes starts the tool against a live service, whose counter has a name of
// its own, and reads its page.
func TestServes(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, "http_requests_total{code=\"200\"} 1\nshop_calls_total{result=\"lost\"} 4242\n")
	}))
	defer srv.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	lines, out := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"-scrape", srv.URL, "-listen", "127.0.0.1:0", "-every", "100ms", "-requests", "shop_calls_total", "-errors", "result=lost"}, out, io.Discard)
	}()
	buf := make([]byte, 200)
	n, err := lines.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	url := strings.Fields(string(buf[:n]))[2]
	deadline := time.After(10 * time.Second)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if strings.Contains(string(body), `<th scope="row">lost</th>`) && strings.Contains(string(body), "<td>4242</td>") {
			break
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("the page never showed 4242:\n%s", body)
		}
	}
	cancel()
	select {
	case code := <-done:
		if code != 0 {
			t.Errorf("dashboard exits with %d, want 0", code)
		}
	case <-time.After(10 * time.Second):
		t.Errorf("dashboard does not end with its context")
	}
}
