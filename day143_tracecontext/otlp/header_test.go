package otlp_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

// TestHeader: an API key goes with each attempt, and the caller's header
// stays the caller's.
func TestHeader(t *testing.T) {
	var keys, types []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys, types = append(keys, r.Header.Get("X-Api-Key")), append(types, r.Header.Get("Content-Type"))
		if len(keys) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	header := http.Header{"X-Api-Key": {"k"}, "Content-Type": {"text/plain"}}
	e := newOTLP(t, otlp.Options{URL: server.URL, Header: header})
	if err := e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}); err != nil {
		t.Fatal(err)
	}
	if len(keys) != 2 || keys[0] != "k" || keys[1] != "k" || types[0] != "application/json" {
		t.Errorf("sent keys %q, types %q, want the key twice, as JSON", keys, types)
	}
	if len(header) != 2 || header.Get("Content-Type") != "text/plain" {
		t.Errorf("Export changed the caller's header to %v", header)
	}
}

// TestShutdownClosesItsOwn: idle connections of the exporter's own client
// are closed, those of a client that was given are not its business.
func TestShutdownClosesItsOwn(t *testing.T) {
	closed := make(chan struct{}, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			closed <- struct{}{}
		}
	}
	server.Start()
	defer server.Close()
	own := newOTLP(t, otlp.Options{URL: server.URL})
	if err := own.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}); err != nil {
		t.Fatal(err)
	}
	if err := own.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	select {
	case <-closed:
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open 10s after Shutdown")
	}
	base := &idleCloser{}
	given := newOTLP(t, otlp.Options{URL: server.URL, Client: &http.Client{Transport: base}})
	if err := given.Shutdown(context.Background()); err != nil || base.closes != 0 {
		t.Errorf("Shutdown: %v, closed the connections of a client that it was given %d times", err, base.closes)
	}
}

// An idleCloser counts how often it is told to close idle connections.
type idleCloser struct {
	http.RoundTripper
	closes int
}

func (c *idleCloser) CloseIdleConnections() { c.closes++ }
