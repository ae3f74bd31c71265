package correlation

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func newReader(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }

// Stacked twice, in any mixture, there is one id and it is minted once.
func TestMiddlewareStacked(t *testing.T) {
	edge := Options{AtEdge: true}
	for _, test := range []struct {
		name, header  string
		outer, middle Options
		want          string
	}{
		{"no header", "", Options{}, Options{}, ""},
		{"a valid header", "X-Request-ID: A1\r\n", Options{}, Options{}, "A1"},
		{"a hostile header", "X-Request-ID: A 1\r\n", Options{}, Options{}, ""},
		{"edge outside", "X-Request-ID: A1\r\n", edge, Options{}, ""},
		{"edge inside", "X-Request-ID: A1\r\n", Options{}, edge, "A1"},
		{"edge twice", "X-Request-ID: A1\r\n", edge, edge, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var between string
			wrap := func(next http.Handler) http.Handler {
				inside := Middleware(next, test.middle)
				return Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					between, _ = FromContext(r.Context())
					inside.ServeHTTP(w, r)
				}), test.outer)
			}
			resp, got := exchange(t, wrap, test.header)
			checkChoice(t, resp, got, test.want)
			if got.id != between {
				t.Errorf("id inside %q, want the outer one's %q", got.id, between)
			}
		})
	}
}

// An id that something outside has put into the context is reused if it is
// Valid, whatever the header says.
func TestMiddlewareReusesTheContext(t *testing.T) {
	for _, test := range []struct {
		name, before string
		want         string
	}{
		{"valid", "JOB-7", "JOB-7"},
		{"not valid, so the header's", "job 7", "A1"},
		{"empty, so the header's", "", "A1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wrap := func(next http.Handler) http.Handler {
				inside := Middleware(next)
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					inside.ServeHTTP(w, r.WithContext(NewContext(r.Context(), test.before)))
				})
			}
			resp, got := exchange(t, wrap, "X-Request-ID: A1\r\n")
			checkChoice(t, resp, got, test.want)
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
	l := slog.New(NewHandler(slog.NewTextHandler(&buf, nil)))
	boom := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no row") })
	server := httptest.NewServer(Middleware(access(l, recovery(l, boom))))
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(DefaultHeader, "A1")
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get(DefaultHeader); resp.StatusCode != 500 || got != "A1" {
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
	for _, test := range []struct {
		name string
		call func()
		want string
	}{
		{"nil next", func() { Middleware(nil) }, "correlation: Middleware needs a handler to wrap, not nil."},
		{"two Options", func() { Middleware(next, Options{}, Options{}) }, "correlation: Middleware takes one Options, not 2: put all fields into one."},
		{"a bad header", func() { Middleware(next, Options{Header: "X Request"}) }, `correlation: Middleware: Options.Header "X Request" is not a header name (RFC 9110, section 5.1).`},
		{"a bad header, quoted", func() { Middleware(next, Options{Header: "\"id\""}) }, `correlation: Middleware: Options.Header "\"id\"" is not a header name (RFC 9110, section 5.1).`},
		{"a bad header for Transport", func() { Transport(nil, Options{Header: "Ü"}) }, `correlation: Transport: Options.Header "Ü" is not a header name (RFC 9110, section 5.1).`},
	} {
		t.Run(test.name, func(t *testing.T) {
			defer func() {
				if got := recover(); got != test.want {
					t.Errorf("panic %v, want %q", got, test.want)
				}
			}()
			test.call()
		})
	}
}

// accepted is a request with a valid id, and a ResponseWriter that costs nothing.
func accepted() (http.ResponseWriter, *http.Request) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set(DefaultHeader, "4QZB7KTRMN2WVXC5DAYE3HJPLS")
	return discard{http.Header{}}, r
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) WriteHeader(int)             {}
func (d discard) Write(b []byte) (int, error) { return io.Discard.Write(b) }

func nothing(http.ResponseWriter, *http.Request) {}

func TestMiddlewareAllocs(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	h := Middleware(http.HandlerFunc(nothing))
	w, r := accepted()
	want := 3.0
	if got := testing.AllocsPerRun(1000, func() { h.ServeHTTP(w, r) }); got > want {
		t.Errorf("accepting an id: %v allocations, want at most %v", got, want)
	}
}

func BenchmarkMiddleware(b *testing.B) {
	w, r := accepted()
	fresh := httptest.NewRequest("GET", "/", nil)
	for _, bench := range []struct {
		name string
		h    http.Handler
		r    *http.Request
	}{
		{"accept", Middleware(http.HandlerFunc(nothing)), r},
		{"mint", Middleware(http.HandlerFunc(nothing)), fresh},
		{"edge", Middleware(http.HandlerFunc(nothing), Options{AtEdge: true}), r},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bench.h.ServeHTTP(w, bench.r)
			}
		})
	}
}
