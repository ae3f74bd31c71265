package tracestate_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otelhttp"
)

// TestHop sends each row of stateRules through a service: Middleware on the way in,
// Transport on the way out. Whatever the list is, the trace goes on (3.3).
func TestHop(t *testing.T) {
	const traceparent, traceID = "00-12345678901234567890123456789012-1234567890123456-00", "12345678901234567890123456789012"
	for _, tt := range stateRules {
		t.Run(tt.section+" "+tt.name, func(t *testing.T) {
			sent := hop(t, http.Header{"Traceparent": {traceparent}, "Tracestate": tt.in})
			parent, state := sent.Get("Traceparent"), sent.Get("Tracestate")
			if len(parent) != 55 || parent[3:35] != traceID || len(sent["Tracestate"]) > 1 || state != tt.out {
				t.Errorf("after tracestate %.300q\nsent: %s, tracestate %q\nwant: trace %s, tracestate %q",
					tt.in, parent, sent["Tracestate"], traceID, tt.out)
			}
		})
	}
}

// hop returns the headers of the call that a service makes while it serves a request
// with these headers.
func hop(t *testing.T, header http.Header) (sent http.Header) {
	t.Helper()
	tracer := tracecontext.NewProvider(tracecontext.Options{}).Tracer("test")
	next := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { sent = r.Header }))
	defer next.Close()
	client := &http.Client{Transport: otelhttp.Transport(nil, otelhttp.Options{Tracer: tracer})}
	service := otelhttp.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		call, err := http.NewRequestWithContext(r.Context(), "GET", next.URL, nil)
		if err != nil {
			t.Error(err)
			return
		}
		resp, err := client.Do(call)
		if err != nil {
			t.Error(err)
			return
		}
		resp.Body.Close()
	}), otelhttp.Options{Tracer: tracer})
	in := httptest.NewRequest("GET", "/", nil)
	for name, values := range header {
		in.Header[name] = values
	}
	service.ServeHTTP(httptest.NewRecorder(), in)
	return sent
}
