package transport

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// sent makes a request with ctx and header through New(base), to a server that
// answers with the header it received.
func sent(t *testing.T, base http.RoundTripper, ctx context.Context, header http.Header) (got string, caller *http.Request) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%q", r.Header.Values(Header))
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	return try(func() string { return do(New(base), r) }), r
}

func do(rt http.RoundTripper, r *http.Request) string {
	resp, err := (&http.Client{Transport: rt}).Do(r)
	if err != nil {
		return "error: " + err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "error: " + err.Error()
	}
	return string(body)
}

func with(id string) context.Context { return NewContext(context.Background(), id) }

func own(values ...string) http.Header { return http.Header{http.CanonicalHeaderKey(Header): values} }

func TestSends(t *testing.T) {
	tests := []struct {
		name string
		ctx  context.Context
		want string
		rule string
	}{
		{"an id", with("A1"), `["A1"]`, "the context's id goes out in the header"},
		{"64 bytes", with(strings.Repeat("a", 64)), fmt.Sprintf("[%q]", strings.Repeat("a", 64)), "the context's id goes out in the header"},
		{"no id", context.Background(), `[]`, "without an id no header goes out"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _ := sent(t, nil, test.ctx, nil)
			check(t, fmt.Sprintf("a request whose context has %.70q; the server received", FromContext(test.ctx)), got, test.want, test.rule)
		})
	}
}

func TestOneValue(t *testing.T) {
	tests := []struct {
		name   string
		header http.Header
		want   string
		rule   string
	}{
		{"none yet", nil, `["A1"]`, "the context's id goes out in the header"},
		{"the caller's own", own("B2"), `["B2"]`, "a single valid value that the caller has set stays"},
		{"one that is not valid", own("B 2"), `["A1"]`, "a value that the next service would refuse is replaced"},
		{"two values", own("B2", "C3"), `["A1"]`, "exactly one value goes out: Set, not Add"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _ := sent(t, nil, with("A1"), test.header)
			check(t, fmt.Sprintf(`a context with "A1" and a request with %v; the server received`, test.header), got, test.want, test.rule)
		})
	}
}

// TestCaller looks at the caller's request afterwards.
func TestCaller(t *testing.T) {
	rule := "a RoundTripper never changes the request: the caller may send it again, or from two goroutines"
	tests := []struct {
		name   string
		header http.Header
	}{
		{"an id", nil},
		{"other headers", http.Header{"Accept": {"text/plain"}}},
		{"two values", own("B2", "C3")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := fmt.Sprint(test.header.Clone())
			if test.header == nil {
				want = fmt.Sprint(http.Header{})
			}
			received, r := sent(t, nil, with("A1"), test.header)
			check(t, fmt.Sprintf(`a context with "A1" and a request with %v; the server received`, test.header), received, `["A1"]`,
				"the context's id goes out in the header")
			check(t, fmt.Sprintf(`r.Header after RoundTrip(r); before: %v`, test.header), fmt.Sprint(r.Header), want, rule)
		})
	}
	t.Run("the same request twice", func(t *testing.T) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "%q", r.Header.Values(Header))
		}))
		defer server.Close()
		r, err := http.NewRequestWithContext(with("A1"), "GET", server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := try(func() string { rt := New(New(nil)); return do(rt, r) + do(rt, r) })
		check(t, `a request sent twice through New(New(nil)); the server received`, got, `["A1"]["A1"]`, "exactly one value goes out, however often")
	})
}

// TestRest looks at what else the server receives.
func TestRest(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s, id %q, Accept %q, %d bytes: %q", r.Method, r.RequestURI, r.Header.Values(Header), r.Header.Get("Accept"), r.ContentLength, body)
	}))
	defer server.Close()
	t.Run("a POST", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(with("A1"), 5*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/charge?dry=1", strings.NewReader("sum=7"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/plain")
		got := try(func() string { return do(New(nil), r) })
		check(t, `a POST of "sum=7" to /charge?dry=1 with Accept: text/plain; the server received`, got,
			`POST /charge?dry=1, id ["A1"], Accept "text/plain", 5 bytes: "sum=7"`,
			"a request has more than a method, a URL and a body: Clone copies all of it, a new one loses the rest")
	})
}

type counting struct{ calls int }

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.calls++
	return http.DefaultTransport.RoundTrip(r)
}

func TestBase(t *testing.T) {
	t.Run("nil", func(t *testing.T) {
		got, _ := sent(t, nil, with("A1"), nil)
		check(t, `New(nil) and a context with "A1"; the server received`, got, `["A1"]`, "a nil base means http.DefaultTransport, as in http.Client")
	})
	t.Run("called directly", func(t *testing.T) {
		r := httptest.NewRequest("GET", "http://127.0.0.1:0/", nil).WithContext(context.Background())
		got := try(func() string {
			if _, err := New(nil).RoundTrip(r); err == nil {
				return "no error"
			}
			return "an error"
		})
		check(t, "New(nil).RoundTrip of a request to a port where nobody listens", got, "an error", "a nil base means http.DefaultTransport")
	})
	t.Run("the caller's", func(t *testing.T) {
		base := &counting{}
		got, _ := sent(t, base, with("A1"), nil)
		check(t, `New(base) and a context with "A1"; the server received, calls of base`, fmt.Sprint(got, " ", base.calls), `["A1"] 1`, "base does the sending, once")
	})
}

func TestInvalid(t *testing.T) {
	tests := []struct{ name, id, want string }{
		{"a valid one", "A1", `["A1"]`},
		{"a line break", "A1\nX-Admin: 1", `[]`},
		{"a space", "job 7", `[]`},
		{"65 bytes", strings.Repeat("a", 65), `[]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _ := sent(t, nil, with(test.id), nil)
			check(t, fmt.Sprintf("a request whose context has %.70q; the server received", test.id), got, test.want,
				"an invalid id is not sent, and the request goes out without: http.Client would fail it for a control character")
		})
	}
}

// try runs f and turns a panic into a result.
func try(f func() string) (got string) {
	defer func() {
		if p := recover(); p != nil {
			got = fmt.Sprintf("panic: %v", p)
		}
	}()
	return f()
}

func check(t *testing.T, call, got, want, rule string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
			"day145_correlation/transport.go", "exercises/day145_correlation/04_transport/transport.go")
	}
}
