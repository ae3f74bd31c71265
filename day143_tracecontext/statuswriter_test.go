package tracecontext

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
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
	flusher := (&statusWriter{ResponseWriter: httptest.NewRecorder()}).withOptional() // as on HTTP/2
	if _, ok := flusher.(http.Flusher); !ok {
		t.Error("a writer that can flush says it can't")
	}
	if _, ok := flusher.(http.Hijacker); ok {
		t.Error("a writer that can flush says it can be hijacked as well")
	}
	hijacker := (&statusWriter{ResponseWriter: struct {
		http.ResponseWriter
		http.Hijacker
	}{plain, nil}}).withOptional()
	if _, ok := hijacker.(http.Hijacker); !ok {
		t.Error("a writer that can be hijacked says it can't")
	}
	if _, ok := hijacker.(http.Flusher); ok {
		t.Error("a writer that can be hijacked says it can flush as well")
	}
	plain = struct{ http.ResponseWriter }{struct{ http.ResponseWriter }{httptest.NewRecorder()}}
	deaf := &statusWriter{ResponseWriter: plain}
	if err := http.NewResponseController(deaf).Flush(); err == nil || deaf.status != 0 {
		t.Errorf("flush of a writer that can't: error %v, status %d, want an error and no status yet", err, deaf.status)
	}
}

// TestStatusWriterStatus: the span has the status that the client got.
func TestStatusWriterStatus(t *testing.T) {
	for _, row := range []struct {
		name string
		h    http.HandlerFunc
	}{
		{"Flush, then 500", func(w http.ResponseWriter, _ *http.Request) { w.(http.Flusher).Flush(); w.WriteHeader(500) }},
		{"ResponseController.Flush, then 500", func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			w.WriteHeader(500)
		}},
		{"an empty copy, then 404", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.(io.ReaderFrom).ReadFrom(strings.NewReader(""))
			w.WriteHeader(404)
		}},
		{"a hijack", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
				conn.Close()
			}
		}},
		{"a copy, then 500", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.(io.ReaderFrom).ReadFrom(strings.NewReader("hello"))
			w.WriteHeader(500)
		}},
	} {
		tracer, got := newSink(Options{})
		traced, done := Middleware(row.h, HTTPOptions{Tracer: tracer}), make(chan struct{})
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer close(done)
			traced.ServeHTTP(w, r)
		}))
		s.Config.ErrorLog = log.New(io.Discard, "", 0) // superfluous WriteHeader calls
		s.Start()
		resp, err := http.Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		<-done // Close does not wait for a hijacked one
		s.Close()
		want := strconv.Itoa(resp.StatusCode)
		if got := attrsOf(got.only(t))["http.response.status_code"]; got != want {
			t.Errorf("%s: span has status %s, want %s, as the client", row.name, got, want)
		}
	}
}
