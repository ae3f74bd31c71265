package otlp_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

// TestSettingsAreNotRetried: what no wait can cure is an error at once.
func TestSettingsAreNotRetried(t *testing.T) {
	plain := func(s *httptest.Server) string { s.Start(); return s.URL }
	secured := func(s *httptest.Server) string { s.StartTLS(); return s.URL }
	for name, tt := range map[string]struct {
		start  func(*httptest.Server) (url string)
		client func(*httptest.Server) *http.Client // nil: the exporter's own
	}{
		"an unknown certificate authority": {secured, nil},
		"another host's certificate": {
			func(s *httptest.Server) string { return strings.Replace(secured(s), "127.0.0.1", "localhost", 1) },
			func(s *httptest.Server) *http.Client { return s.Client() },
		},
		"https where http is spoken": {
			func(s *httptest.Server) string { return strings.Replace(plain(s), "http:", "https:", 1) }, nil},
		"http where https is spoken": {
			func(s *httptest.Server) string { return strings.Replace(secured(s), "https:", "http:", 1) }, nil},
	} {
		var connections, requests atomic.Int32
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				connections.Add(1)
			}
		}
		o := otlp.Options{URL: tt.start(s)}
		if tt.client != nil {
			o.Client = tt.client(s)
		}
		if err := newOTLP(t, o).Export(t.Context(), []*tracecontext.SpanData{fullSpan(t)}); err == nil {
			t.Errorf("%s: no error", name)
		}
		if n := connections.Load(); n != 1 || requests.Load() != 0 {
			t.Errorf("%s: %d connections, %d requests served, want one and none", name, n, requests.Load())
		}
		s.Close()
	}
}

// TestCancelDuringBackoff: the caller learns that it was the caller, and what the last
// attempt met.
func TestCancelDuringBackoff(t *testing.T) {
	for _, tt := range []struct {
		after time.Duration
		want  string
	}{{0, "after 1 attempt:"}, {2500 * time.Millisecond, "after 3 attempts:"}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			requests := 0
			client := &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				requests++
				if requests == 1 && tt.after == 0 || requests == 3 {
					time.AfterFunc(time.Millisecond, cancel)
				}
				return answer(503, "Retry-After", "1")(), nil
			})}
			e, err := otlp.New(otlp.Options{URL: "http://collector.example", Client: client, MinBackoff: time.Nanosecond})
			if err != nil {
				t.Fatal(err)
			}
			err = e.Export(ctx, []*tracecontext.SpanData{fullSpan(t)})
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "503") {
				t.Errorf("Export cancelled while it waits\n got: %v\nwant: context.Canceled, %q, and the 503", err, tt.want)
			}
		})
	}
}
