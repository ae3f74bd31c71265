package otlp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/otlp"
)

// TestRedirectIsNotFollowed: a collector that moved is an error and counts as one, with
// our client and with a caller's that follows. Nothing reaches the host it names.
func TestRedirectIsNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		for _, target := range []string{other.URL + "/v1/traces", "/elsewhere", "//[::1]:1/", "file:///etc/passwd", "?again"} {
			for name, client := range map[string]*http.Client{"own client": nil, "a client that follows": {}} {
				var requests atomic.Int32
				collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					requests.Add(1)
					w.Header().Set("Location", target)
					w.WriteHeader(code)
					_, _ = io.WriteString(w, "sign in first")
				}))
				var failure error
				b := batch.New(newOTLP(t, otlp.Options{
					URL: collector.URL, Client: client, Header: http.Header{"X-Api-Key": {"hunter2"}},
				}), batch.Options{OnError: func(err error) { failure = err }})
				_ = b.Export(t.Context(), []*tracecontext.SpanData{fullSpan(t)})
				if err := b.Shutdown(t.Context()); err != nil {
					t.Error(err)
				}
				collector.Close()
				if got, want := b.Stats(), (batch.Stats{Accepted: 1, Failed: 1}); got != want || requests.Load() != 1 {
					t.Errorf("%d to %s, %s: %+v after %d requests, want %+v after one", code, target, name, got, requests.Load(), want)
				}
				if failure == nil || !strings.Contains(failure.Error(), "not followed") || strings.Contains(failure.Error(), "hunter2") {
					t.Errorf("%d to %s, %s: error %v, want one that says what happened", code, target, name, failure)
				}
				if client != nil && client.CheckRedirect != nil {
					t.Errorf("%s was changed", name)
				}
			}
		}
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests reached the other host, want none", n)
	}
}
