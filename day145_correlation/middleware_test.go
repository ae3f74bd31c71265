package correlation_test

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	correlation "workbook/day145_correlation"
)

// seen is what the innermost handler saw of one request.
type seen struct {
	id, inbound string
	header      []string
	response    []string // of the response's header, before the handler wrote
}

// exchange sends one request with raw header lines through a real server whose
// handler is wrapped by wrap. It writes to the socket itself, because
// http.Client would refuse some of what a hostile client sends.
func exchange(t *testing.T, wrap func(http.Handler) http.Handler, header string) (*http.Response, seen) {
	t.Helper()
	got := make(chan seen, 1)
	server := httptest.NewUnstartedServer(wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, _ := correlation.FromContext(r.Context())
		inbound, _ := correlation.Inbound(r.Context())
		got <- seen{id, inbound, r.Header["X-Request-Id"], w.Header()["X-Request-Id"]}
	})))
	server.Config.MaxHeaderBytes = 4 << 20
	server.Start()
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", header)
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	resp := parse(t, answer)
	select {
	case s := <-got:
		return resp, s
	default:
		t.Fatalf("the request did not reach the handler: %s", answer)
		return nil, seen{}
	}
}

// parse reads a response from bytes.
func parse(t *testing.T, answer []byte) *http.Response {
	t.Helper()
	resp, err := http.ReadResponse(newReader(answer), nil)
	if err != nil {
		t.Fatalf("%v in %.200q", err, answer)
	}
	resp.Body.Close()
	return resp
}

func middlewareOf(opts ...correlation.Options) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return correlation.Middleware(next, opts...) }
}

// TestMiddlewareChoice is the rule through a real server: exactly one value and
// only if Valid, anything else is replaced, and no request is refused.
func TestMiddlewareChoice(t *testing.T) {
	line := func(values ...string) string {
		var b strings.Builder
		for _, v := range values {
			b.WriteString("X-Request-ID: " + v + "\r\n")
		}
		return b.String()
	}
	tests := []struct {
		name, header string
		want         string // empty: a new id
	}{
		{"none", "", ""},
		{"a valid one", line("A1"), "A1"},
		{"a valid one, other case", "x-request-id: A1\r\n", "A1"},
		{"spaces around it are not part of it", "X-Request-ID:   A1  \r\n", "A1"},
		{"64 bytes", line(strings.Repeat("a", 64)), strings.Repeat("a", 64)},
		{"65 bytes", line(strings.Repeat("a", 65)), ""},
		{"1 MiB", line(strings.Repeat("a", 1<<20)), ""},
		{"empty", line(""), ""},
		{"quotes", line(`"A1"`), ""},
		{"a space inside", line("A 1"), ""},
		{"a tab inside", line("A\t1"), ""},
		{"bytes over 0x7F", line("A\xe91"), ""},
		{"a forged log field", line(`A1","level":"ERROR`), ""},
		{"two values", line("A1", "B2"), ""},
		{"the same value twice", line("A1", "A1"), ""},
		{"a list in one line", line("A1, B2"), ""},
		{"one good and one empty", line("A1", ""), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, got := exchange(t, middlewareOf(), tt.header)
			checkChoice(t, resp, got, tt.want)
			if tt.header == "" && got.header != nil {
				t.Errorf("the request's header became %q, want it absent", got.header)
			}
			if tt.header != "" && (len(got.header) != 1 || got.header[0] != got.id) {
				t.Errorf("the request's header for next is %.80q, want [%q]", got.header, got.id)
			}
		})
	}
}

// checkChoice wants one id everywhere: in the context, on the response before
// next ran, and on the wire. It is want, or a new one if want is empty.
func checkChoice(t *testing.T, resp *http.Response, got seen, want string) {
	t.Helper()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %d, want %d", resp.StatusCode, http.StatusOK)
	}
	switch {
	case want != "" && got.id != want:
		t.Errorf("id in the context %.80q, want %q", got.id, want)
	case want == "" && (len(got.id) != 26 || !correlation.Valid(got.id)):
		t.Errorf("id in the context %.80q, want a new one", got.id)
	}
	if len(got.response) != 1 || got.response[0] != got.id {
		t.Errorf("the response's header when next ran: %.80q, want [%q]", got.response, got.id)
	}
	if sent := resp.Header.Values(correlation.DefaultHeader); len(sent) != 1 || sent[0] != got.id {
		t.Errorf("the response's header on the wire: %.80q, want [%q]", sent, got.id)
	}
}

func TestMiddlewareAtEdge(t *testing.T) {
	tests := []struct{ name, header, wantInbound string }{
		{"none", "", ""},
		{"a valid one", "X-Request-ID: A1\r\n", "A1"},
		{"a hostile one", "X-Request-ID: A 1\r\n", ""},
		{"two", "X-Request-ID: A1\r\nX-Request-ID: A1\r\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, got := exchange(t, middlewareOf(correlation.Options{AtEdge: true}), tt.header)
			checkChoice(t, resp, got, "")
			if got.inbound != tt.wantInbound {
				t.Errorf("Inbound = %q, want %q", got.inbound, tt.wantInbound)
			}
			if tt.header != "" && (len(got.header) != 1 || got.header[0] != got.id) {
				t.Errorf("the request's header for next is %q, want [%q]", got.header, got.id)
			}
		})
	}
}

func TestMiddlewareAtEdgeAttrs(t *testing.T) {
	var got []slog.Attr
	next := func(_ http.ResponseWriter, r *http.Request) { got = correlation.Attrs(r.Context()) }
	h := correlation.Middleware(http.HandlerFunc(next), correlation.Options{AtEdge: true})
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set(correlation.DefaultHeader, "A1")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if len(got) != 2 || got[0].Key != correlation.IDKey || !got[1].Equal(slog.String(correlation.InboundIDKey, "A1")) {
		t.Errorf("Attrs = %v, want a new %s and %s=A1", got, correlation.IDKey, correlation.InboundIDKey)
	}
}

func TestMiddlewareHeaderName(t *testing.T) {
	var id string
	next := func(_ http.ResponseWriter, r *http.Request) { id, _ = correlation.FromContext(r.Context()) }
	h := correlation.Middleware(http.HandlerFunc(next), correlation.Options{Header: "x-correlation-ID"})
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Request-ID", "wrong")
	r.Header.Set("X-Correlation-ID", "A1")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if got := w.Header().Get("X-Correlation-Id"); id != "A1" || got != "A1" {
		t.Errorf("id %q and response %q, want A1 and A1", id, got)
	}
	if got := w.Header().Get(correlation.DefaultHeader); got != "" {
		t.Errorf("response has %s %q, want none", correlation.DefaultHeader, got)
	}
}
