package otelhttp_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otelhttp"
)

// TestStatusWriterInterfaces: the wrapped writer can do what the inner one can,
// on a real connection, and no more.
func TestStatusWriterInterfaces(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	h := otelhttp.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, flush := w.(http.Flusher)
		_, hijack := w.(http.Hijacker)
		_, from := w.(io.ReaderFrom)
		if err := http.NewResponseController(w).Flush(); err != nil || !flush || !hijack || !from {
			t.Errorf("flusher %v, hijacker %v, reader from %v, flush: %v", flush, hijack, from, err)
		}
		if _, err := io.Copy(w, strings.NewReader("hello")); err != nil {
			t.Error(err)
		}
	}), otelhttp.Options{Tracer: tracer})
	s := httptest.NewServer(h)
	resp, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	s.Close()
	if string(body) != "hello" || attrsOf(only(t, got))["http.response.status_code"] != "200" {
		t.Errorf("body %q, span %v", body, attrsOf(only(t, got)))
	}
}

// TestStatusWriterOffersNoMore: a handler takes the answer of a type assertion at
// its word, so the wrapped writer is a flusher or hijacker when the inner one is.
func TestStatusWriterOffersNoMore(t *testing.T) {
	plain := struct{ http.ResponseWriter }{httptest.NewRecorder()}
	for name, tt := range map[string]struct {
		inner         http.ResponseWriter
		flush, hijack bool
	}{
		"neither":        {plain, false, false},
		"HTTP/2 flushes": {httptest.NewRecorder(), true, false},
		"hijack alone": {struct {
			http.ResponseWriter
			http.Hijacker
		}{plain, nil}, false, true},
	} {
		tracer, _ := newSink(tracecontext.Options{})
		otelhttp.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, flush := w.(http.Flusher)
			_, hijack := w.(http.Hijacker)
			if flush != tt.flush || hijack != tt.hijack {
				t.Errorf("%s: flusher %v, hijacker %v, want %v, %v", name, flush, hijack, tt.flush, tt.hijack)
			}
		}), otelhttp.Options{Tracer: tracer}).ServeHTTP(tt.inner, httptest.NewRequest("GET", "/", nil))
	}
}

// TestStatusWriterFailedFlush: a flush that the inner writer does not know sends
// nothing, so the status is still to be set.
func TestStatusWriterFailedFlush(t *testing.T) {
	plain := struct{ http.ResponseWriter }{struct{ http.ResponseWriter }{httptest.NewRecorder()}}
	tracer, got := newSink(tracecontext.Options{})
	otelhttp.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err == nil {
			t.Error("flush of a writer that can't: no error")
		}
		w.WriteHeader(http.StatusNotFound)
	}), otelhttp.Options{Tracer: tracer}).ServeHTTP(plain, httptest.NewRequest("GET", "/", nil))
	if code := attrsOf(only(t, got))["http.response.status_code"]; code != "404" {
		t.Errorf("the span has status %s, want 404", code)
	}
}

// TestStatusWriterStatus: the span has the status that the client got.
func TestStatusWriterStatus(t *testing.T) {
	for _, tt := range []struct {
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
		tracer, got := newSink(tracecontext.Options{})
		traced, done := otelhttp.Middleware(tt.h, otelhttp.Options{Tracer: tracer}), make(chan struct{})
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
		if got := attrsOf(only(t, got))["http.response.status_code"]; got != want {
			t.Errorf("%s: span has status %s, want %s, as the client", tt.name, got, want)
		}
	}
}
