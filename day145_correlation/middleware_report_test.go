package correlation

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMiddlewareLogsOnlyTheLength(t *testing.T) {
	var buf bytes.Buffer
	l := slog.New(NewHandler(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug})))
	for _, test := range []struct {
		name   string
		opts   Options
		values []string
		want   string
	}{
		{"refused", Options{Logger: l}, []string{"secret token", "B2"}, `level=DEBUG msg="replaced the request id" header=X-Request-Id values=2 bytes=14 request_id=`},
		{"none", Options{Logger: l}, nil, ""},
		{"accepted", Options{Logger: l}, []string{"A1"}, ""},
		{"kept apart", Options{Logger: l, AtEdge: true}, []string{"A1"}, ""},
		{"no logger", Options{}, []string{"secret token"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			buf.Reset()
			r := httptest.NewRequest("GET", "/", nil)
			r.Header["X-Request-Id"] = test.values
			Middleware(http.NotFoundHandler(), test.opts).ServeHTTP(httptest.NewRecorder(), r)
			got := buf.String()
			if !strings.Contains(got, test.want) || test.want == "" && got != "" || strings.Contains(got, "secret") {
				t.Errorf("%.80q\n got: %s\nwant: %s", test.values, got, test.want)
			}
		})
	}
}

// The request that the server and outer middlewares hold stays as it was.
func TestMiddlewareLeavesTheRequestAlone(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header["X-Request-Id"] = []string{"A 1", "B2"}
	Middleware(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), r)
	if got := fmt.Sprint(r.Header["X-Request-Id"]); got != "[A 1 B2]" {
		t.Errorf("the caller's header is %s, want [A 1 B2]", got)
	}
	if id, ok := FromContext(r.Context()); ok {
		t.Errorf("the caller's context has id %q, want none", id)
	}
}
