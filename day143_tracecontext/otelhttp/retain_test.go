package otelhttp_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otelhttp"
)

// TestSpansLetGoOfTheRequestLine: net/http cuts method and path out of one string, so
// that a span that keeps a part keeps all of it, whatever the part's length is.
func TestSpansLetGoOfTheRequestLine(t *testing.T) {
	for name, line := range map[string]string{
		"a long query": "GET /orders?q=" + strings.Repeat("x", 1<<20),
		"a long path":  "GET /" + strings.Repeat("x", 1<<20),
	} {
		ring := tracecontext.NewRing(1000)
		tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: ring}).Tracer("test")
		h := otelhttp.Middleware(http.NotFoundHandler(), otelhttp.Options{Tracer: tracer})
		before := heap()
		for range 15 {
			r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line + " HTTP/1.1\r\nHost: shop.example\r\n\r\n")))
			if err != nil {
				t.Fatal(err)
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
		}
		if held := heap() - before; held > 3<<20 || len(ring.Spans()) != 15 {
			t.Errorf("%s: %d spans of requests with a line of 1 MiB hold %d bytes, want 3 MiB at most", name, len(ring.Spans()), held)
		}
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
