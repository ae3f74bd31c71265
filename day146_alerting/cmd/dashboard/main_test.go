package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestBadFlags(t *testing.T) {
	cases := []struct {
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
		{"bad expression", []string{"-scrape", "http://a", "-errors", "code=5("}, 1, "missing closing )"},
		{"help", []string{"-h"}, 0, "-scrape"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			if code := run(t.Context(), c.args, &out, &out); code != c.code || !strings.Contains(out.String(), c.want) {
				t.Errorf("dashboard %q = %d, %q, want %d and ...%s...", c.args, code, out.String(), c.code, c.want)
			}
		})
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
