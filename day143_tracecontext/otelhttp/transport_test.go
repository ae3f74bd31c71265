package otelhttp_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otelhttp"
)

func TestTransportSpan(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/404" {
			w.WriteHeader(http.StatusNotFound)
		}
		io.WriteString(w, "hello")
	}))
	defer s.Close()
	for _, tt := range []struct {
		path, code string
		status     tracecontext.Status
		read       bool
	}{{"/", "200", tracecontext.StatusUnset, true}, {"/", "200", tracecontext.StatusUnset, false}, {"/404", "404", tracecontext.StatusError, true}} {
		tracer, got := newSink(tracecontext.Options{})
		client := &http.Client{Transport: otelhttp.Transport(nil, otelhttp.Options{Tracer: tracer})}
		ctx, root := tracer.Start(context.Background(), "root")
		url := strings.Replace(s.URL, "http://", "http://user:secret@", 1) + tt.path + "?token=secret"
		req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Spans()) != 0 {
			t.Errorf("%s: the span ended before the body", tt.path)
		}
		if tt.read {
			if _, err := io.Copy(io.Discard, resp.Body); err != nil || len(got.Spans()) != 1 {
				t.Errorf("%s: %v, %d spans after the body was read, want 1", tt.path, err, len(got.Spans()))
			}
		}
		resp.Body.Close()
		resp.Body.Close()
		d := only(t, got)
		m := attrsOf(d)
		if d.Kind != tracecontext.KindClient || d.Name != "GET" || d.Status != tt.status || m["http.response.status_code"] != tt.code || d.Parent != root.Context().SpanID {
			t.Errorf("%s: span %q of kind %d, status %d, %v", tt.path, d.Name, d.Kind, d.Status, m)
		}
		if m["url.full"] != s.URL+tt.path || m["server.address"] != "127.0.0.1" || !strings.HasSuffix(s.URL, ":"+m["server.port"]) {
			t.Errorf("%s: url.full %q, want it without user and query", tt.path, m["url.full"])
		}
	}
}

// TestTransportPort: without a port in the URL it is the scheme's.
func TestTransportPort(t *testing.T) {
	for url, want := range map[string]string{
		"http://api.example/": "80", "https://api.example/": "443", "https://api.example:8443/": "8443",
	} {
		tracer, got := newSink(tracecontext.Options{})
		rt := otelhttp.Transport(roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
		}), otelhttp.Options{Tracer: tracer})
		if _, err := rt.RoundTrip(httptest.NewRequest("GET", url, nil)); err != nil {
			t.Fatal(err)
		}
		if m := attrsOf(only(t, got)); m["server.port"] != want || m["server.address"] != "api.example" {
			t.Errorf("GET %s: server.address %s, server.port %s, want api.example, %s", url, m["server.address"], m["server.port"], want)
		}
	}
}

type brokenBody struct{ err error }

func (b brokenBody) Read([]byte) (int, error) { return 0, b.err }
func (b brokenBody) Close() error             { return nil }

func TestTransportFailures(t *testing.T) {
	boom := errors.New("boom")
	for name, base := range map[string]roundTrip{
		"no answer": func(*http.Request) (*http.Response, error) { return nil, boom },
		"body fails": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: brokenBody{boom}}, nil
		},
	} {
		tracer, got := newSink(tracecontext.Options{})
		resp, err := otelhttp.Transport(base, otelhttp.Options{Tracer: tracer}).RoundTrip(httptest.NewRequest("GET", "http://a.example/", nil))
		if err == nil {
			_, err = io.ReadAll(resp.Body)
		}
		if d := only(t, got); !errors.Is(err, boom) || d.Status != tracecontext.StatusError || d.Message != "boom" {
			t.Errorf("%s: %v, span status %d %q, want boom in both", name, err, d.Status, d.Message)
		}
	}
}

// TestTransportUpgrade: the body of a 101 must stay writable.
func TestTransportUpgrade(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	body := struct {
		io.ReadCloser
		io.Writer
	}{io.NopCloser(strings.NewReader("")), io.Discard}
	resp, err := otelhttp.Transport(roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusSwitchingProtocols, Body: body}, nil
	}), otelhttp.Options{Tracer: tracer}).RoundTrip(httptest.NewRequest("GET", "http://a.example/", nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := resp.Body.(io.Writer); !ok || len(got.Spans()) != 1 {
		t.Errorf("body of a 101 is a writer: %v, spans: %d, want true and an ended one", ok, len(got.Spans()))
	}
}

func TestTransportSkipAndUnsampled(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{Sampler: tracecontext.AlwaysOff})
	var sent http.Header
	base := roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = r.Header
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
	rt := otelhttp.Transport(base, otelhttp.Options{Tracer: tracer, Skip: func(r *http.Request) bool { return r.URL.Path == "/skip" }})
	for path, want := range map[string]bool{"/": true, "/skip": false} {
		req := httptest.NewRequest("GET", "http://a.example"+path, nil)
		req.Header = nil // legal for a client request
		if _, err := rt.RoundTrip(req); err != nil || (sent.Get("Traceparent") != "") != want {
			t.Errorf("%s: sent %q, %v, want a traceparent: %v", path, sent, err, want)
		}
	}
	if len(got.Spans()) != 0 {
		t.Error("an unsampled client span was exported")
	}
	closed := false
	client := &http.Client{Transport: otelhttp.Transport(closer{base, &closed}, otelhttp.Options{Tracer: tracer})}
	client.CloseIdleConnections()
	if !closed {
		t.Error("CloseIdleConnections did not reach the base")
	}
}

type closer struct {
	http.RoundTripper
	closed *bool
}

func (c closer) CloseIdleConnections() { *c.closed = true }
