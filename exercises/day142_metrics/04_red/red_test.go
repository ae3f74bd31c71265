package red

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestRoute(t *testing.T) {
	for _, c := range []struct {
		name, pattern, method, path string
		want                        string
		rule                        string
	}{
		{"plain", "/orders", "GET", "/orders", "map[{/orders GET 2xx}:3] in flight 0", "requests are counted by route, method and class when they end"},
		{"template", "/orders/{id}", "GET", "/orders/%d", "map[{/orders/{id} GET 2xx}:3] in flight 0", "the route is the pattern; URLs have no end"},
		{"method_in_pattern", "POST /orders", "POST", "/orders", "map[{/orders POST 2xx}:3] in flight 0", "the method is a label of its own and not part of the route"},
		{"host_in_pattern", "127.0.0.1/orders", "GET", "/orders", "map[{127.0.0.1/orders GET 2xx}:3] in flight 0", "a pattern may name a host, and two hosts are two routes: only the method goes"},
		{"unknown_method", "/orders", "BREW%d", "/orders", "map[{/orders other 2xx}:3] in flight 0", "a client may send any word as a method: what is not in the list is other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := fmt.Sprintf("3 requests %q %q to Route(%q)", c.method, c.path, c.pattern)
			check(t, call, c.want, c.rule, func() string {
				r := New()
				mux := http.NewServeMux()
				mux.Handle(c.pattern, r.Route(c.pattern, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
				return sent(r, mux, c.method, c.path, 3)
			})
		})
	}
	t.Run("behind_StripPrefix", func(t *testing.T) {
		want := "map[{/files/{name} GET 2xx}:3] in flight 0"
		check(t, `3 requests "GET" "/files/a" to StripPrefix("/files", Route("/files/{name}"))`, want, "the route is known when Route is called; Request.Pattern and the URL change behind other middleware", func() string {
			r := New()
			mux := http.NewServeMux()
			mux.Handle("/files/{name}", http.StripPrefix("/files", r.Route("/files/{name}", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))))
			return sent(r, mux, "GET", "/files/a", 3)
		})
	})
}

func TestClass(t *testing.T) {
	for _, c := range []struct {
		name string
		h    http.HandlerFunc
		want string
		rule string
	}{
		{"nothing", func(http.ResponseWriter, *http.Request) {}, "2xx", "the server sends 200 for a handler that does nothing"},
		{"not_found", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, "4xx", "the class is the first digit of the status"},
		{"redirect", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(303) }, "3xx", "the class is the first digit of the status"},
		{"first_status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503); w.WriteHeader(200) }, "5xx", "the first final status is the one that is sent; later ones are ignored"},
		{"write_first", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hi"); w.WriteHeader(500) }, "2xx", "a write without a status sends 200"},
		{"early_hints", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(404) }, "4xx", "103 announces an answer and is none"},
		{"switching_protocols", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(101) }, "1xx", "101 is final: no other status follows it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := fmt.Sprintf("map[{/orders GET %s}:1] in flight 0", c.want)
			check(t, `a request "GET" "/orders" to a handler of the kind `+c.name, want, c.rule, func() string {
				r := New()
				return sent(r, r.Route("/orders", c.h), "GET", "/orders", 1)
			})
		})
	}
}

func TestPanic(t *testing.T) {
	broken := errors.New("nil map")
	for _, c := range []struct {
		name, want, rule string
		h                http.HandlerFunc
	}{
		{"counted", "map[{/orders GET 5xx}:1] in flight 0", "a panic is an error, and the request has ended: count it where a panic does not jump over it",
			func(http.ResponseWriter, *http.Request) { panic(broken) }},
		{"after_a_status", "map[{/orders GET 5xx}:1] in flight 0", "a panic is an error even if 200 went out before: the client got half an answer",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); panic(broken) }},
		{"abort", "map[{/orders GET aborted}:1] in flight 0", "http.ErrAbortHandler is how a handler cuts an answer off on purpose",
			func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, `a request "GET" "/orders" to a handler that panics`, c.want, c.rule, func() string {
				r := New()
				return sent(r, r.Route("/orders", c.h), "GET", "/orders", 1)
			})
		})
	}
	t.Run("goes_on", func(t *testing.T) {
		want := "panic: nil map, the same value true"
		check(t, `Route("/orders", a handler that panics).ServeHTTP`, want, "the server has to see the panic, with its own value: it logs it and closes the connection", func() (got string) {
			defer func() {
				v := recover()
				got = fmt.Sprintf("panic: %v, the same value %v", v, v == broken)
			}()
			h := New().Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(broken) }))
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/orders", nil))
			return ""
		})
	})
}

func TestNotFound(t *testing.T) {
	t.Run("flood", func(t *testing.T) {
		want := "map[{unmatched GET 4xx}:50] in flight 0"
		check(t, `50 requests "GET" "/wp-admin/%d" to NotFound(http.NotFoundHandler())`, want, "whatever number of unknown paths is one route: unmatched", func() string {
			r := New()
			return sent(r, r.NotFound(http.NotFoundHandler()), "GET", "/wp-admin/%d", 50)
		})
	})
}

func TestInFlight(t *testing.T) {
	t.Run("while_it_runs", func(t *testing.T) {
		want := "1 while the handler runs, 0 after it"
		check(t, "InFlight()", want, "a request is in flight from before its handler to after it", func() string {
			r := New()
			during := -1
			h := r.Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { during = r.InFlight() }))
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/orders", nil))
			return fmt.Sprintf("%d while the handler runs, %d after it", during, r.InFlight())
		})
	})
}

func TestController(t *testing.T) {
	t.Run("flush", func(t *testing.T) {
		want := "flush error <nil>, map[{/orders GET 2xx}:1] in flight 0"
		check(t, "http.NewResponseController(w).Flush() in a handler", want, "a wrapped writer says what it wraps, by Unwrap, or streaming stops working", func() string {
			r := New()
			var err error
			got := sent(r, r.Route("/orders", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				err = http.NewResponseController(w).Flush()
			})), "GET", "/orders", 1)
			return fmt.Sprintf("flush error %v, %s", err, got)
		})
	})
}

// sent makes n requests to a real server with h, one after the other, and says
// what r has counted. A %d in method or path becomes the number of the request.
func sent(r *RED, h http.Handler, method, path string, n int) string {
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	client := server.Client()
	client.Timeout = 2 * time.Second
	client.Transport.(*http.Transport).DisableKeepAlives = true // no request is sent twice
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for i := range n {
		req, err := http.NewRequest(numbered(method, i), server.URL+numbered(path, i), nil)
		if err != nil {
			return err.Error()
		}
		if res, err := client.Do(req); err == nil {
			res.Body.Close()
		}
	}
	server.Close() // returns when all handlers have
	return fmt.Sprintf("%v in flight %d", r.Counts(), r.InFlight())
}

func numbered(s string, i int) string { return strings.ReplaceAll(s, "%d", strconv.Itoa(i)) }

// check compares what f returns with want. A panic in f, or no end within five
// seconds, is a failure of this case alone.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	result := make(chan string, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				result <- fmt.Sprint("panic: ", v)
			}
		}()
		result <- f()
	}()
	got := "no result within 5 seconds: something waits forever"
	select {
	case got = <-result:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day142_metrics/promhttp/route.go\nedit: exercises/day142_metrics/04_red/red.go",
			call, got, want, rule)
	}
}
