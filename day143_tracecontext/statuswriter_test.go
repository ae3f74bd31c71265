package tracecontext

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestStatusWriterInterfaces: the wrapped writer can do what the inner one can,
// on a real connection, and no more.
func TestStatusWriterInterfaces(t *testing.T) {
	tracer, got := newSink(Options{})
	h := Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, flush := w.(http.Flusher)
		_, hijack := w.(http.Hijacker)
		_, from := w.(io.ReaderFrom)
		if err := http.NewResponseController(w).Flush(); err != nil || !flush || !hijack || !from {
			t.Errorf("flusher %v, hijacker %v, reader from %v, flush: %v", flush, hijack, from, err)
		}
		if _, err := io.Copy(w, strings.NewReader("hello")); err != nil {
			t.Error(err)
		}
	}), HTTPOptions{Tracer: tracer})
	s := httptest.NewServer(h)
	resp, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	s.Close()
	if string(body) != "hello" || attrsOf(got.only(t))["http.response.status_code"] != "200" {
		t.Errorf("body %q, span %v", body, attrsOf(got.only(t)))
	}
	var plain http.ResponseWriter = struct{ http.ResponseWriter }{httptest.NewRecorder()}
	wrapped := (&statusWriter{ResponseWriter: plain}).withOptional()
	if _, ok := wrapped.(http.Flusher); ok {
		t.Error("a writer that can't flush says it can")
	}
	if _, ok := wrapped.(http.Hijacker); ok {
		t.Error("a writer that can't be hijacked says it can")
	}
}
