package red_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	metrics "workbook/day142_metrics"
	"workbook/day142_metrics/promhttp"
	"workbook/exercises/check"
	red "workbook/exercises/day142_metrics/04_red"
	"workbook/exercises/oracle"
)

func TestInFlight(t *testing.T) {
	judge := check.New(t, readServe)
	judge.Run("while_it_runs", check.Case{
		Call: "r.InFlight() in a handler, and behind it",
		Got: func() string {
			r, during := red.New(), -1
			h := r.Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { during = r.InFlight() }))
			_ = ended(h, "GET")
			return fmt.Sprintf("%d, then %d", during, r.InFlight())
		},
		Want: "1, then 0", Rule: "a request is in flight from before its handler to after it",
	})
	judge.Run("counted_when_it_ends", check.Case{
		Call: "len(r.Counts()) in a handler, and behind it",
		Got: func() string {
			r, during := red.New(), -1
			h := r.Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { during = len(r.Counts()) }))
			_ = ended(h, "GET")
			return fmt.Sprintf("%d, then %d", during, len(r.Counts()))
		},
		Want: "0, then 1", Rule: "a request is counted when it has ended: before, nobody knows its class", Read: readRule,
	})
}

func TestCounts(t *testing.T) {
	judge := check.New(t, readRule)
	judge.Run("copy", check.Case{
		Call: "a request; clear(r.Counts()); r.Counts()",
		Got: func() string {
			r := red.New()
			_ = ended(r.Route("/orders", http.HandlerFunc(nothing)), "GET")
			clear(r.Counts())
			return fmt.Sprint(r.Counts())
		},
		Want: "map[{/orders GET 2xx}:1]", Rule: "the map is the caller's to keep and to change: give out a copy",
	})
	judge.Run("earlier_copy", check.Case{
		Call: "a request; counts := r.Counts(); a request; counts",
		Got: func() string {
			r := red.New()
			h := r.Route("/orders", http.HandlerFunc(nothing))
			_ = ended(h, "GET")
			counts := r.Counts()
			_ = ended(h, "GET")
			return fmt.Sprint(counts)
		},
		Want: "map[{/orders GET 2xx}:1]", Rule: "the map is the caller's to keep: a later request does not change it",
	})
}

func TestConcurrent(t *testing.T) {
	judge := check.New(t, readServe)
	judge.Run("nothing_is_lost", check.Case{
		Call: `2 goroutines, each with a request to r.Route("/orders", h), over and over`,
		Got: func() string {
			r := red.New()
			h := r.Route("/orders", http.HandlerFunc(nothing))
			req := httptest.NewRequest("GET", "/orders", nil)
			serve := func() { h.ServeHTTP(header{}, req) }
			calls := judge.Overlap(serve, serve)
			if r.Counts()[red.Key{Route: "/orders", Method: "GET", Class: "2xx"}] == calls && r.InFlight() == 0 {
				return "nothing is lost"
			}
			return fmt.Sprintf("%v after %d requests, in flight %d", r.Counts(), calls, r.InFlight())
		},
		Want: "nothing is lost",
		Rule: "a server runs each request on a goroutine of its own: what they share needs a lock, and no request may be lost",
	})
	judge.Run("begun_and_ended_at_once", check.Case{
		Call: `2 requests that begin in one moment and end in one moment, again and again; then r.InFlight()`, Want: "each time 0",
		Rule: "to add one is to read and to write: of two that do it in one moment without a lock one is lost, and in flight stays wrong for good",
		Got: func() string {
			return cmp.Or(check.Collide(judge, 20_000, newCrossing, (*crossing).request, (*crossing).request, (*crossing).verdict), "each time 0")
		},
	})
	judge.Run("read_beside", check.Case{
		Call: `r.Counts() and r.InFlight(), over and over, beside a goroutine with requests to r.Route("/orders", h)`,
		Got: func() string {
			r, fault, last := red.New(), "counts never fall, in flight is 0 or 1", 0
			h, req := r.Route("/orders", http.HandlerFunc(nothing)), httptest.NewRequest("GET", "/orders", nil)
			read := func() {
				counted := r.Counts()[red.Key{Route: "/orders", Method: "GET", Class: "2xx"}]
				flying := r.InFlight()
				if counted < last || flying < 0 || flying > 1 {
					fault = fmt.Sprintf("%d counted after %d, in flight %d", counted, last, flying)
				}
				last = counted
			}
			judge.Overlap(read, func() { h.ServeHTTP(header{}, req) })
			return fault
		},
		Want: "counts never fall, in flight is 0 or 1", Rule: "readers take part in the same discipline as those who count",
		Read: readRule,
	})
	judge.Run("each_by_its_own_answer", check.Case{
		Call: `a request to r.Route("/orders", h); in h, another one, which gets 404, and then w.WriteHeader(201)`,
		Got: func() string {
			r := red.New()
			var h http.Handler
			h = r.Route("/orders", http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if req.Method == "GET" {
					w.WriteHeader(404)
					return
				}
				_ = ended(h, "GET")
				w.WriteHeader(201)
			}))
			_ = ended(h, "POST")
			return fmt.Sprint(r.Counts())
		},
		Want: "map[{/orders GET 4xx}:1 {/orders POST 2xx}:1]",
		Rule: "two requests may be under way in one handler: what is remembered of an answer belongs to one of them",
	})
}

// A crossing is two requests at once; each stays in the handler until both are there.
type crossing struct {
	red     *red.RED
	handler http.Handler
	arrived atomic.Int64
}

var crossed = httptest.NewRequest("GET", "/orders", nil)

func newCrossing() *crossing {
	c := &crossing{red: red.New()}
	c.handler = c.red.Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		c.arrived.Add(1)
		check.Spin(&c.arrived, 2)
	}))
	return c
}

func (c *crossing) request() { c.handler.ServeHTTP(header{}, crossed) }

func (c *crossing) verdict() string { return strings.TrimPrefix(fmt.Sprint(c.red.InFlight()), "0") }

// A header is a writer that keeps nothing.
type header struct{}

func (header) Header() http.Header         { return nil }
func (header) Write(b []byte) (int, error) { return len(b), nil }
func (header) WriteHeader(int)             {}

// Day 142's RED is right: it is compared with what a client of a real server sees.
func TestOracle(t *testing.T) {
	check.New(t, readServe).Oracle(600, func(d *oracle.Draw) check.Case {
		pattern := oracle.Pick(d, "/orders", "GET /orders", "/orders/{id}", "POST \t /orders/", "DELETE\t/orders",
			"shop.example/orders",
			"PUT  shop.example/orders")
		method := oracle.Pick(d, "GET", "HEAD", "POST", "PATCH", "OPTIONS", "TRACE", "get", "BREW", d.MixCase("PUT"),
			d.Mutate("DELETE"))
		code, handler := drawHandler(d)
		return check.Case{
			Call: "r.Route(%q, a handler that does: %s) and a request %q", Args: []any{pattern, code, method},
			Got: func() string {
				r := red.New()
				end := ended(r.Route(pattern, handler), method)
				var keys []string
				for key, n := range r.Counts() {
					keys = append(keys, fmt.Sprintf("requests_total{route=%q,method=%q,class=%q} %d", key.Route, key.Method, key.Class, n))
				}
				return fmt.Sprintf("%s; %s; in flight %d", strings.Join(keys, " "), end, r.InFlight())
			},
			Want: daySays(pattern, handler, method), Rule: "a request is counted as day 142's RED counts it",
		}
	})
}

// drawHandler draws what a handler does, and says it as code.
func drawHandler(d *oracle.Draw) (code string, handler http.HandlerFunc) {
	type call struct {
		code string
		do   func(http.ResponseWriter)
	}
	calls := oracle.List(d, 4, func() call {
		status := oracle.Pick(d, 200, 404, 500, 103, 101, 100, 199, 204, 299, 300, 304, 399, 499, 599, 600, 999)
		return oracle.Pick(d,
			call{fmt.Sprintf("w.WriteHeader(%d); ", status), func(w http.ResponseWriter) { w.WriteHeader(status) }},
			call{"w.Write(b); ", func(w http.ResponseWriter) { _, _ = w.Write([]byte("b")) }},
			call{"w.Write(nil); ", func(w http.ResponseWriter) { _, _ = w.Write(nil) }},
			call{"http.NewResponseController(w).Flush(); ", func(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }},
		)
	})
	end := oracle.Pick(d,
		call{"return", func(http.ResponseWriter) {}},
		call{"return", func(http.ResponseWriter) {}},
		call{"panic(7)", func(http.ResponseWriter) { panic(7) }},
		call{"panic(http.ErrAbortHandler)", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }},
		call{"runtime.Goexit()", func(http.ResponseWriter) { runtime.Goexit() }},
	)
	for _, c := range calls {
		code += c.code
	}
	return code + end.code, func(w http.ResponseWriter, _ *http.Request) {
		for _, c := range calls {
			c.do(w)
		}
		end.do(w)
	}
}

// daySays makes the request to a route of day 142, and reads its page.
func daySays(pattern string, handler http.Handler, method string) string {
	registry := metrics.NewRegistry()
	end := ended(promhttp.NewRED(registry, promhttp.Options{}).Route(pattern, handler), method)
	var page strings.Builder
	_ = registry.WriteText(&page) // a Builder takes everything
	counted, inFlight := "", ""
	for line := range strings.Lines(page.String()) {
		// The day's own counters begin at zero.
		if strings.HasPrefix(line, "requests_total{") && !strings.HasSuffix(line, " 0\n") {
			counted += strings.TrimSpace(line)
		}
		if strings.HasPrefix(line, "in_flight{") {
			_, inFlight, _ = strings.Cut(strings.TrimSpace(line), "} ")
		}
	}
	return fmt.Sprintf("%s; %s; in flight %s", counted, end, inFlight)
}
