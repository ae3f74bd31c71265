package promhttp

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	metrics "workbook/day142_metrics"
)

// get asks a real server for /metrics, with header lines "Name: value".
func get(t *testing.T, h http.Handler, method string, lines ...string) *http.Response {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	req, err := http.NewRequest(method, server.URL+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		req.Header.Add(name, value)
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	res, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHandlerFormats(t *testing.T) {
	r := metrics.NewRegistry()
	r.Counter("requests_total", "Requests.").Inc()
	for _, tt := range []struct {
		accept, wantType string
		write            func(io.Writer) error
	}{
		{"*/*", "text/plain; version=0.0.4; charset=utf-8", r.WriteText},
		{"application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8", r.WriteOpenMetrics},
	} {
		accept, want := tt.accept, page(t, tt.write)
		res := get(t, Handler(r), "GET", "Accept: "+accept)
		if got := body(t, res.Body); got != want || res.StatusCode != 200 {
			t.Errorf("GET with Accept %q: got %d %q, want 200 %q", accept, res.StatusCode, got, want)
		}
		if got := res.Header.Get("Content-Type"); got != tt.wantType {
			t.Errorf("GET with Accept %q: got Content-Type %q, want %q", accept, got, tt.wantType)
		}
		if got, want := res.Header.Get("Vary"), "Accept, Accept-Encoding"; got != want {
			t.Errorf("GET with Accept %q: got Vary %q, want %q", accept, got, want)
		}
		if got := res.ContentLength; got != int64(len(want)) {
			t.Errorf("GET with Accept %q: got Content-Length %d, want %d", accept, got, len(want))
		}
	}
}

func TestHandlerGzip(t *testing.T) {
	r := metrics.NewRegistry()
	r.Counter("requests_total", "Requests.").Inc()
	h := Handler(r)
	for range 3 { // the compressor is used again
		res := get(t, h, "GET", "Accept-Encoding: gzip;q=0.5")
		if got, want := res.Header.Get("Content-Encoding"), "gzip"; got != want {
			t.Fatalf("Content-Encoding: got %q, want %q", got, want)
		}
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := body(t, z), page(t, r.WriteText); got != want {
			t.Errorf("gzip body: got %q, want %q", got, want)
		}
	}
	if got := get(t, h, "GET", "Accept-Encoding: gzip;q=0").Header.Get("Content-Encoding"); got != "" {
		t.Errorf("Content-Encoding for gzip;q=0: got %q, want none", got)
	}
}

func TestHandlerMethods(t *testing.T) {
	r := metrics.NewRegistry()
	r.Counter("requests_total", "Requests.").Inc()
	res := get(t, Handler(r), "HEAD")
	if want := int64(len(page(t, r.WriteText))); res.StatusCode != 200 || res.ContentLength != want {
		t.Errorf("HEAD: got %d with Content-Length %d, want 200 with %d", res.StatusCode, res.ContentLength, want)
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		res := get(t, Handler(r), method)
		if got, want := res.Header.Get("Allow"), "GET, HEAD"; res.StatusCode != 405 || got != want {
			t.Errorf("%s: got %d with Allow %q, want 405 with %q", method, res.StatusCode, got, want)
		}
	}
}

// The answer has not begun when the page fails, so it can say so.
func TestHandlerError(t *testing.T) {
	h := &handler{writeText: func(io.Writer) error { panic("index out of range") }}
	res := get(t, h, "GET")
	if got := body(t, res.Body); res.StatusCode != 500 || !strings.Contains(got, "index out of range") {
		t.Errorf("GET of a page that fails: got %d %q, want 500 with the reason", res.StatusCode, got)
	}
}
