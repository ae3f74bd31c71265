package correlation_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	correlation "workbook/day145_correlation"
)

func TestMiddlewareLogsOnlyTheLength(t *testing.T) {
	var buf bytes.Buffer
	l := slog.New(correlation.NewHandler(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug})))
	tests := []struct {
		name   string
		opts   correlation.Options
		values []string
		want   string
	}{
		{"refused", correlation.Options{Logger: l}, []string{"secret token", "B2"},
			`level=DEBUG msg="replaced the request id" header=X-Request-Id values=2 bytes=14 request_id=`},
		{"none", correlation.Options{Logger: l}, nil, ""},
		{"accepted", correlation.Options{Logger: l}, []string{"A1"}, ""},
		{"kept apart", correlation.Options{Logger: l, AtEdge: true}, []string{"A1"}, ""},
		{"no logger", correlation.Options{}, []string{"secret token"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			buf.Reset()
			r := httptest.NewRequest("GET", "/", nil)
			r.Header["X-Request-Id"] = tt.values
			correlation.Middleware(http.NotFoundHandler(), tt.opts).ServeHTTP(httptest.NewRecorder(), r)
			got := buf.String()
			if !strings.Contains(got, tt.want) || tt.want == "" && got != "" || strings.Contains(got, "secret") {
				t.Errorf("%.80q\n got: %s\nwant: %s", tt.values, got, tt.want)
			}
		})
	}
}

// The request that the server and outer middlewares hold stays as it was.
func TestMiddlewareLeavesTheRequestAlone(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header["X-Request-Id"] = []string{"A 1", "B2"}
	correlation.Middleware(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), r)
	if got := fmt.Sprint(r.Header["X-Request-Id"]); got != "[A 1 B2]" {
		t.Errorf("the caller's header is %s, want [A 1 B2]", got)
	}
	if id, ok := correlation.FromContext(r.Context()); ok {
		t.Errorf("the caller's context has id %q, want none", id)
	}
}
