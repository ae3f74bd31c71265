package correlation_test

import (
	"bufio"
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	correlation "workbook/day145_correlation"
)

func newReader(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }

// Stacked twice, in any mixture, there is one id and it is minted once.
func TestMiddlewareStacked(t *testing.T) {
	edge := correlation.Options{AtEdge: true}
	tests := []struct {
		name, header  string
		outer, middle correlation.Options
		want          string
	}{
		{"no header", "", correlation.Options{}, correlation.Options{}, ""},
		{"a valid header", "X-Request-ID: A1\r\n", correlation.Options{}, correlation.Options{}, "A1"},
		{"a hostile header", "X-Request-ID: A 1\r\n", correlation.Options{}, correlation.Options{}, ""},
		{"edge outside", "X-Request-ID: A1\r\n", edge, correlation.Options{}, ""},
		{"edge inside", "X-Request-ID: A1\r\n", correlation.Options{}, edge, "A1"},
		{"edge twice", "X-Request-ID: A1\r\n", edge, edge, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var between string
			wrap := func(next http.Handler) http.Handler {
				inside := correlation.Middleware(next, tt.middle)
				return correlation.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					between, _ = correlation.FromContext(r.Context())
					inside.ServeHTTP(w, r)
				}), tt.outer)
			}
			resp, got := exchange(t, wrap, tt.header)
			checkChoice(t, resp, got, tt.want)
			if got.id != between {
				t.Errorf("id inside %q, want the outer one's %q", got.id, between)
			}
		})
	}
}

// An id that something outside has put into the context is reused if it is
// Valid, whatever the header says.
func TestMiddlewareReusesTheContext(t *testing.T) {
	tests := []struct {
		name, before string
		want         string
	}{
		{"valid", "JOB-7", "JOB-7"},
		{"not valid, so the header's", "job 7", "A1"},
		{"empty, so the header's", "", "A1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wrap := func(next http.Handler) http.Handler {
				inside := correlation.Middleware(next)
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					inside.ServeHTTP(w, r.WithContext(correlation.NewContext(r.Context(), tt.before)))
				})
			}
			resp, got := exchange(t, wrap, "X-Request-ID: A1\r\n")
			checkChoice(t, resp, got, tt.want)
			if len(got.header) != 1 || got.header[0] != got.id {
				t.Errorf("the request's header for next is %q, want [%q]", got.header, got.id)
			}
		})
	}
}

// recovery and access stand for anybody's middlewares: they log with the
// request's context.
func recovery(l *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				l.ErrorContext(r.Context(), "panic", "value", fmt.Sprint(p))
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func access(l *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { l.InfoContext(r.Context(), "request") }()
		next.ServeHTTP(w, r)
	})
}

// Outside of recovery and access logging, the lines about a panic have the id,
// and so has the answer.
func TestMiddlewareOutsideRecovery(t *testing.T) {
	var buf bytes.Buffer
	l := slog.New(correlation.NewHandler(slog.NewTextHandler(&buf, nil)))
	boom := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no row") })
	server := httptest.NewServer(correlation.Middleware(access(l, recovery(l, boom))))
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(correlation.DefaultHeader, "A1")
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get(correlation.DefaultHeader); resp.StatusCode != 500 || got != "A1" {
		t.Errorf("status %d, id %q, want 500 and A1", resp.StatusCode, got)
	}
	for _, want := range []string{`msg=panic value="no row" request_id=A1`, "msg=request request_id=A1"} {
		if got := buf.String(); !strings.Contains(got, want) {
			t.Errorf("log\n got: %swant: ...%s...", got, want)
		}
	}
}

func TestMiddlewarePanics(t *testing.T) {
	next := http.NotFoundHandler()
	tests := []struct {
		name string
		call func()
		want string
	}{
		{"nil next", func() { correlation.Middleware(nil) },
			"correlation: Middleware needs a handler to wrap, not nil."},
		{"two Options", func() { correlation.Middleware(next, correlation.Options{}, correlation.Options{}) },
			"correlation: Middleware takes one Options, not 2: put all fields into one."},
		{"a bad header", func() { correlation.Middleware(next, correlation.Options{Header: "X Request"}) },
			`correlation: Middleware: Options.Header "X Request" is not a header name (RFC 9110, section 5.1).`},
		{"a bad header, quoted", func() { correlation.Middleware(next, correlation.Options{Header: "\"id\""}) },
			`correlation: Middleware: Options.Header "\"id\"" is not a header name (RFC 9110, section 5.1).`},
		{"a bad header for Transport", func() { correlation.Transport(nil, correlation.Options{Header: "Ü"}) },
			`correlation: Transport: Options.Header "Ü" is not a header name (RFC 9110, section 5.1).`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if got := recover(); got != tt.want {
					t.Errorf("panic %v, want %q", got, tt.want)
				}
			}()
			tt.call()
		})
	}
}
