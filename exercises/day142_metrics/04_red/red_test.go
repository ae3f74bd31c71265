package red_test

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"workbook/exercises/check"
	red "workbook/exercises/day142_metrics/04_red"
)

//go:embed red.go testdata/stub/red.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readRoute  = "day142_metrics/promhttp/red.go RED.Route"
	readServe  = "day142_metrics/promhttp/route.go route.ServeHTTP"
	readDecide = "day142_metrics/promhttp/recorder.go recorder.decide"
	readRule   = "exercises/day142_metrics/04_red/README.md The rule"
)

func nothing(http.ResponseWriter, *http.Request) {}

// counted makes n requests to a real server with h, one after the other, and
// says what r has counted. A %d in method or path becomes the number of the request.
func counted(r *red.RED, h http.Handler, method, path string, n int) string {
	var running sync.WaitGroup
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		running.Add(1)
		defer running.Done() // when a handler panics, too
		h.ServeHTTP(w, req)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	client := server.Client()
	client.Timeout = 2 * time.Second
	client.Transport.(*http.Transport).DisableKeepAlives = true // no request is sent twice
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for i := range n {
		number := strconv.Itoa(i)
		method, path := strings.ReplaceAll(method, "%d", number), strings.ReplaceAll(path, "%d", number)
		req, err := http.NewRequest(method, server.URL+path, nil)
		if err != nil {
			return err.Error()
		}
		if res, err := client.Do(req); err == nil {
			res.Body.Close()
		}
	}
	server.Close() // returns when all handlers have, but for those that took their connection over
	running.Wait()
	return fmt.Sprintf("%v in flight %d", r.Counts(), r.InFlight())
}

func TestRoute(t *testing.T) {
	tests := []struct {
		name, pattern, method, path, want, rule string
	}{
		{"plain", "/orders", "GET", "/orders", "{/orders GET 2xx}", "requests are counted by route, method and class when they end"},
		{"template", "/orders/{id}", "GET", "/orders/%d", "{/orders/{id} GET 2xx}", "the route is the pattern; URLs have no end"},
		{"method_in_pattern", "POST /orders", "POST", "/orders", "{/orders POST 2xx}",
			"the method is a label of its own and not part of the route"},
		{"two_blanks", "GET  /orders", "GET", "/orders", "{/orders GET 2xx}", "any number of blanks stand between method and path"},
		{"tab", "GET\t/orders", "GET", "/orders", "{/orders GET 2xx}", "a tab stands between method and path as a blank does"},
		{"host_in_pattern", "127.0.0.1/orders", "GET", "/orders", "{127.0.0.1/orders GET 2xx}",
			"a pattern may name a host, and two hosts are two routes: only the method goes"},
		{"unknown_method", "/orders", "BREW%d", "/orders", "{/orders other 2xx}",
			"a client may send any word as a method: what is not in the list is other"},
		{"lower_case", "/orders", "get", "/orders", "{/orders other 2xx}", "methods are case-sensitive: get is another word than GET"},
		{"head", "GET /orders", "HEAD", "/orders", "{/orders HEAD 2xx}", "the method is the request's: a GET pattern answers HEAD too"},
	}
	judge := check.New(t, readRoute)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "mux.Handle(%q, r.Route(%[1]q, h)); 3 requests %q %q", Args: []any{tt.pattern, tt.method, tt.path},
			Got: func() string {
				r, mux := red.New(), http.NewServeMux()
				mux.Handle(tt.pattern, r.Route(tt.pattern, http.HandlerFunc(nothing)))
				return counted(r, mux, tt.method, tt.path, 3)
			},
			Want: "map[" + tt.want + ":3] in flight 0", Rule: tt.rule,
		})
	}
	judge.Run("behind_StripPrefix", check.Case{
		Call: `mux.Handle("/files/{name}", http.StripPrefix("/files", r.Route("/files/{name}", h))); GET "/files/a"`,
		Got: func() string {
			r, mux := red.New(), http.NewServeMux()
			mux.Handle("/files/{name}", http.StripPrefix("/files", r.Route("/files/{name}", http.HandlerFunc(nothing))))
			return counted(r, mux, "GET", "/files/a", 1)
		},
		Want: "map[{/files/{name} GET 2xx}:1] in flight 0",
		Rule: "the route is known when Route is called; Request.Pattern and the URL change behind other middleware",
	})
}

func TestNotFound(t *testing.T) {
	judge := check.New(t, "day142_metrics/promhttp/red.go RED.Unmatched")
	judge.Run("flood", check.Case{
		Call: `30 requests "GET" "/wp-admin/%%d" to r.NotFound(http.NotFoundHandler())`, Args: []any{},
		Got: func() string {
			r := red.New()
			return counted(r, r.NotFound(http.NotFoundHandler()), "GET", "/wp-admin/%d", 30)
		},
		Want: "map[{unmatched GET 4xx}:30] in flight 0", Rule: "whatever number of unknown paths is one route: unmatched",
	})
}

func TestClass(t *testing.T) {
	flush := func(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }
	tests := []struct {
		name, code, want, rule string
		handler                http.HandlerFunc
	}{
		{"nothing", "", "2xx", "the server sends 200 for a handler that does nothing", nothing},
		{"not_found", "w.WriteHeader(404)", "4xx", "the class is the first digit of the status",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }},
		{"redirect", "w.WriteHeader(303)", "3xx", "the class is the first digit of the status",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(303) }},
		{"first_status", "w.WriteHeader(503); w.WriteHeader(200)", "5xx",
			"the first final status is the one that is sent; later ones are ignored",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503); w.WriteHeader(200) }},
		{"write_first", "w.Write(b); w.WriteHeader(500)", "2xx", "a write without a status sends 200",
			func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hi"); w.WriteHeader(500) }},
		{"flush_first", "http.NewResponseController(w).Flush(); w.WriteHeader(500)", "2xx", "a flush without a status sends 200",
			func(w http.ResponseWriter, _ *http.Request) { flush(w); w.WriteHeader(500) }},
		{"flush_later", "w.WriteHeader(404); http.NewResponseController(w).Flush()", "4xx", "a flush behind a status decides nothing",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404); flush(w) }},
		{"early_hints", "w.WriteHeader(103); w.WriteHeader(404)", "4xx",
			"103 says that a status will follow; it is not the status of the answer",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(404) }},
		{"switching_protocols", "w.WriteHeader(101)", "1xx", "101 is final: no other status follows it",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(101) }},
		{"status_700", "w.WriteHeader(700)", "5xx", "a status from 600 up counts as 5xx: it is sent, and no class of its own",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(700) }},
		{"refused_status", "recovers from w.WriteHeader(1000), then w.WriteHeader(404)", "4xx",
			"a status that the server refuses, by a panic, is not sent",
			func(w http.ResponseWriter, _ *http.Request) {
				func() {
					defer func() { _ = recover() }()
					w.WriteHeader(1000)
				}()
				w.WriteHeader(404)
			}},
		{"hijacked", `http.NewResponseController(w).Hijack(), and "HTTP/1.1 500 ..." to the connection`, "1xx",
			"a connection that was taken over is no longer the server's: the request counts as 1xx",
			func(w http.ResponseWriter, _ *http.Request) {
				conn, rw, err := http.NewResponseController(w).Hijack()
				if err != nil {
					w.WriteHeader(400)
					return
				}
				defer conn.Close()
				_, _ = rw.WriteString("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
				_ = rw.Flush()
			}},
	}
	judge := check.New(t, readDecide)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: `GET "/orders" to r.Route("/orders", a handler that does: %s)`, Args: []any{tt.code},
			Got: func() string {
				r := red.New()
				return counted(r, r.Route("/orders", tt.handler), "GET", "/orders", 1)
			},
			Want: fmt.Sprintf("map[{/orders GET %s}:1] in flight 0", tt.want), Rule: tt.rule,
		})
	}
}

func TestController(t *testing.T) {
	tests := []struct {
		name, code string
		call       func(*http.ResponseController) error
	}{
		{"flush", "Flush()", (*http.ResponseController).Flush},
		{"deadline", "SetWriteDeadline(in a minute)",
			func(c *http.ResponseController) error { return c.SetWriteDeadline(time.Now().Add(time.Minute)) }},
	}
	judge := check.New(t, "day142_metrics/promhttp/recorder.go recorder.Unwrap")
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "http.NewResponseController(w).%s in a handler", Args: []any{tt.code},
			Got: func() string {
				r := red.New()
				answer := make(chan error, 1)
				return counted(r, r.Route("/orders", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					answer <- tt.call(http.NewResponseController(w))
				})), "GET", "/orders", 1) + fmt.Sprintf(", error %v", <-answer)
			},
			Want: "map[{/orders GET 2xx}:1] in flight 0, error <nil>",
			Rule: "a wrapped writer says what it wraps, by Unwrap, or streaming stops working",
		})
	}
}

func TestPanic(t *testing.T) {
	broken := errors.New("nil map")
	tests := []struct {
		name, code, want, rule string
		handler                http.HandlerFunc
	}{
		{"counted", "panic(err)", "5xx, panic: nil map",
			"a panic is an error, and the request has ended: count it where a panic does not jump over it",
			func(http.ResponseWriter, *http.Request) { panic(broken) }},
		{"after_a_status", "w.WriteHeader(200); panic(err)", "5xx, panic: nil map",
			"a panic is an error even if 200 went out before: the client got half an answer",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); panic(broken) }},
		{"abort", "panic(http.ErrAbortHandler)", "aborted, panic: net/http: abort Handler",
			"http.ErrAbortHandler is how a handler cuts an answer off on purpose; the server has to see it too",
			func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"abort_after_a_status", "w.WriteHeader(500); panic(http.ErrAbortHandler)", "aborted, panic: net/http: abort Handler",
			"what was cut off on purpose is aborted, whatever was sent before",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500); panic(http.ErrAbortHandler) }},
		{"goexit", "w.WriteHeader(200); runtime.Goexit()", "5xx, no panic, the goroutine has ended",
			"a handler that ends its goroutine has not answered: it counts as 5xx, and nothing is raised",
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); runtime.Goexit() }},
	}
	judge := check.New(t, readServe)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: `r.Route("/orders", a handler that does: %s).ServeHTTP`, Args: []any{tt.code},
			Got: func() string {
				r := red.New()
				end := ended(r.Route("/orders", tt.handler), "GET")
				got := fmt.Sprint(len(r.Counts()), " counted, in flight ", r.InFlight())
				for key, n := range r.Counts() {
					got = fmt.Sprintf("%d %s", n, key.Class)
				}
				return fmt.Sprintf("%s, %s, in flight %d", got, end, r.InFlight())
			},
			Want: "1 " + tt.want + ", in flight 0", Rule: tt.rule,
		})
	}
	judge.Run("its_own_value", check.Case{
		Call: `the value of the panic out of r.Route("/orders", a handler that does: panic(err)).ServeHTTP`,
		Got: func() (got string) {
			defer func() { got = fmt.Sprintf("the same value: %v", recover() == broken) }()
			h := red.New().Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(broken) }))
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/orders", nil))
			return ""
		},
		Want: "the same value: true",
		Rule: "the panic goes on with its own value: wrapped or printed, the server does not know it any more",
	})
}

// ended makes one request without a server, and says how the handler ended.
func ended(h http.Handler, method string) string {
	end := make(chan string, 1)
	go func() {
		returned := false
		defer func() {
			v := recover()
			switch {
			case returned:
				end <- "it returned"
			case v == nil:
				end <- "no panic, the goroutine has ended"
			default:
				end <- fmt.Sprintf("panic: %v", v)
			}
		}()
		req := httptest.NewRequest("GET", "/orders", nil)
		req.Method = method // any word
		h.ServeHTTP(httptest.NewRecorder(), req)
		returned = true
	}()
	return <-end
}
