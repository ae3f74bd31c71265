package middleware_test

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	correlation "workbook/day145_correlation"
	"workbook/exercises/check"
	middleware "workbook/exercises/day145_correlation/02_middleware"
	"workbook/exercises/oracle"
)

//go:embed middleware.go testdata/stub/middleware.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readRule   = "exercises/day145_correlation/02_middleware/README.md The rule"
	readValid  = "day145_correlation/id.go Valid"
	readServe  = "day145_correlation/middleware.go middleware.ServeHTTP"
	readChoose = "day145_correlation/middleware.go middleware.choose"
)

func validCase(id string, want bool, rule string) check.Case {
	return check.Case{
		Call: "Valid(%.70q)", Args: []any{id}, Got: func() string { return fmt.Sprint(middleware.Valid(id)) },
		Want: fmt.Sprint(want), Rule: rule,
	}
}

func TestValid(t *testing.T) {
	tests := []struct {
		name, id string
		want     bool
		rule     string
	}{
		{"a letter", "a", true, "letters, digits, '.', '_' and '-' are allowed"},
		{"every class", "azAZ09._-", true, "letters, digits, '.', '_' and '-' are allowed"},
		{"64 bytes", strings.Repeat("a", 64), true, "up to 64 bytes are allowed"},
		{"empty", "", false, "an id has at least one byte"},
		{"65 bytes", strings.Repeat("a", 65), false, "more than 64 bytes are too many: the id is on every line"},
		{"a space inside", "A 1", false, "a space splits the id in a text log"},
		{"a quote", `A"1`, false, "a quote ends the id in a JSON log"},
		{"a comma", "A,1", false, "a comma makes a list of a header"},
		{"a line break", "A\n1", false, "a line break starts a forged log line"},
		{"between the letters", "A[1", false, "between Z and a there are six bytes that are no letters"},
		{"letters beyond ASCII", "é", false, "bytes over 0x7F look different in every tool"},
		{"a byte that is no letter", "A\xe91", false, "bytes over 0x7F look different in every tool"},
	}
	judge := check.New(t, readValid)
	for _, tt := range tests {
		judge.Run(tt.name, validCase(tt.id, tt.want, tt.rule))
	}
}

// Every byte, at every place of an id: the rule is about bytes, not runes.
func TestOracleValid(t *testing.T) {
	check.New(t, readValid).Oracle(10_000, func(d *oracle.Draw) check.Case {
		id := oracle.Pick(d, "A1", "4QZB7KTRMN2WVXC5DAYE3HJPLS", "", strings.Repeat("z", int(d.Near(64))), ".", "-_")
		id = d.Mutate(id)
		return validCase(id, correlation.Valid(id), "an id is 1 to 64 bytes, each of A-Z a-z 0-9 . _ -")
	})
}

func TestChoice(t *testing.T) {
	long := strings.Repeat("a", 65)
	tests := []struct {
		name     string
		exchange exchange
		want     string // what next sees
		rule     string
	}{
		{"no header", exchange{}, "new id 1", "a request without an id gets one"},
		{"a valid id", exchange{values: []string{"A1"}}, `"A1"`, "a single valid id is adopted"},
		{"an empty value", exchange{values: []string{""}}, "new id 1", "an id that is not valid is replaced"},
		{"a space inside", exchange{values: []string{"A 1"}}, "new id 1",
			"an id that is not valid is replaced, and the request is served"},
		{"65 bytes", exchange{values: []string{long}}, "new id 1", "a long id is replaced, not cut: cut ids collide"},
		{"1 MiB", exchange{values: []string{strings.Repeat("a", 1<<20)}}, "new id 1",
			"a long id is replaced, not cut: cut ids collide"},
		{"two values", exchange{values: []string{"A1", "B2"}}, "new id 1",
			"exactly one value is accepted: with two, the next hop may pick the other"},
		{"the same value twice", exchange{values: []string{"A1", "A1"}}, "new id 1", "exactly one value is accepted"},
		{"a good one and an empty one", exchange{values: []string{"A1", ""}}, "new id 1",
			"exactly one value is accepted, and an empty one is one too"},
		{"a list in one value", exchange{values: []string{"A1, B2"}}, "new id 1",
			"a list is one value, and a comma is not valid in it"},
		{"OPTIONS", exchange{method: "OPTIONS", values: []string{"A1"}}, `"A1"`, "every request has an id, whatever its method"},
		{"an id in the context", exchange{values: []string{"A1"}, before: "JOB-7"}, `"JOB-7"`,
			"an id that the context has already is kept: somebody further out has chosen"},
		{"an invalid id in the context", exchange{values: []string{"A1"}, before: "JOB 7"}, `"A1"`,
			"an id in the context is kept if it is valid: not only this middleware puts one there"},
		{"a response header from outside", exchange{values: []string{"A1"}, response: "OLD"}, `"A1"`,
			"the response has one id, the chosen one: set the header, do not add to it"},
	}
	judge := check.New(t, readChoose)
	for _, tt := range tests {
		judge.Run(tt.name, tt.exchange.check(served(tt.want), tt.rule, ""))
	}
}

// served is how a good exchange is written down: next saw that id, and so did the client.
func served(id string) string {
	return fmt.Sprintf("200, next ran once with %s and w itself; the response has [%s], before next and after", id, id)
}

func TestResponse(t *testing.T) {
	rule := "the header is set before next runs: the first Write sends it, and a panic skips what follows"
	judge := check.New(t, readServe)
	judge.Run("next writes at once", exchange{values: []string{"A1"}, next: writes}.check(served(`"A1"`), rule, ""))
	judge.Run("next panics", exchange{values: []string{"A1"}, next: panics}.check("panic: no row; "+served(`"A1"`),
		rule+", and goes on to whoever recovers outside", ""))
	judge.Run("next deletes it", exchange{values: []string{"A1"}, next: deletes}.check(
		`200, next ran once with "A1" and w itself; the response has ["A1"], before next, and [] after`,
		"what next does to the response is next's business", ""))
}

func TestStacked(t *testing.T) {
	tests := []struct {
		name   string
		values []string
		want   string
	}{
		{"no header", nil, "new id 1"},
		{"a valid id", []string{"A1"}, `"A1"`},
		{"an invalid id", []string{"A 1"}, "new id 1"},
	}
	judge := check.New(t, readServe)
	for _, tt := range tests {
		judge.Run(tt.name, exchange{values: tt.values, stacked: 2}.check(served(tt.want),
			"an id that the context has already is kept: stacking mints once", ""))
	}
}

// What a request carries besides its id, next sees too; and whoever holds the request outside sees no change.
func TestRequest(t *testing.T) {
	judge := check.New(t, readServe)
	judge.Run("the context", check.Case{
		Call: `a request with X-Request-ID: A1, whose context has a user and is canceled; what next sees in r.Context()`,
		Got: func() string {
			type userKey struct{}
			ctx, cancel := context.WithCancel(context.WithValue(context.Background(), userKey{}, "ann"))
			cancel()
			var got string
			middleware.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = fmt.Sprint(middleware.FromContext(r.Context()), " ", r.Context().Value(userKey{}), " ", r.Context().Err())
			})).ServeHTTP(&response{}, request("GET", []string{"A1"}).WithContext(ctx))
			return got
		},
		Want: "A1 ann context canceled",
		Rule: "the id is added to the request's context, which stays what it is: values, deadline, end",
	})
	judge.Run("the request outside", check.Case{
		Call: `a request r with X-Request-ID: "A 1" and "B2"; r's header and the id in r's context afterwards`,
		Got: func() string {
			r := request("POST", []string{"A 1", "B2"})
			saw := ""
			middleware.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				saw = middleware.FromContext(r.Context())
			})).ServeHTTP(&response{}, r)
			outside := middleware.FromContext(r.Context())
			return fmt.Sprintf("%q %q, next saw an id: %v", r.Header["X-Request-Id"], outside, saw != "")
		},
		Want: `["A 1" "B2"] "", next saw an id: true`, Rule: "the request that was handed in is left alone: others hold it too",
	})
}

// TestEachRequest sends several requests through one Middleware.
func TestEachRequest(t *testing.T) {
	rule := "a new id for each request: Middleware runs once, the handler it returns runs for every request"
	judge := check.New(t, readServe)
	judge.Run("two in a row", check.Case{
		Call: "two requests without an id through one Middleware; are the ids that next sees different?",
		Got: func() string {
			var ids []string
			h := middleware.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				ids = append(ids, middleware.FromContext(r.Context()))
			}))
			for range 2 {
				h.ServeHTTP(&response{}, request("GET", nil))
			}
			return fmt.Sprint(len(ids) == 2 && ids[0] != ids[1])
		},
		Want: "true", Rule: rule,
	})
	judge.Run("two at once", check.Case{
		Call: "two requests, A1 and B2, at once through one Middleware; the id that next sees for each",
		Got:  func() string { return atOnce(judge) },
		Want: `"A1" "B2"; responses ["A1"] ["B2"]`,
		Rule: "requests run at the same time: what belongs to one is a variable inside the handler, never one outside of it",
	})
	judge.Run("many at once", check.Case{
		Call: "4,000 requests from 8 goroutines through one Middleware, each with its own id; those that lost it",
		Got:  func() string { return manyAtOnce(judge) },
		Want: "0",
		Rule: "requests run at the same time: what belongs to one is a variable inside the handler, never one outside of it",
	})
}

// manyAtOnce sends 500 requests from each of 8 goroutines, every one with an id of its own, and counts those for which
// next saw another id or the response has another.
func manyAtOnce(judge *check.Judge) string {
	h := middleware.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, middleware.FromContext(r.Context()))
	}))
	var wrong atomic.Int64
	judge.Together(8, func(i int) {
		for n := range 500 {
			id := fmt.Sprintf("%d-%d", i, n)
			w := &response{}
			h.ServeHTTP(w, request("GET", []string{id}))
			if w.body != id || w.first.Get("X-Request-ID") != id {
				wrong.Add(1)
			}
		}
	})
	return fmt.Sprint(wrong.Load())
}

// atOnce lets two requests meet inside the middleware: each waits, where it asks for the response's header, until the other
// has come as far.
func atOnce(judge *check.Judge) string {
	meet := make(chan struct{}, 2)
	values := []string{"A1", "B2"}
	seen, responses := make([]string, 2), make([]response, 2)
	h := middleware.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if own, ok := w.(*response); ok {
			seen[own.index] = middleware.FromContext(r.Context())
		}
	}))
	all := make(chan struct{})
	go func() {
		<-meet
		<-meet
		close(all)
	}()
	judge.Together(2, func(i int) {
		responses[i] = response{index: i, asked: func() {
			meet <- struct{}{}
			<-all
		}}
		h.ServeHTTP(&responses[i], request("GET", values[i:i+1]))
	})
	return fmt.Sprintf("%q %q; responses %q %q", seen[0], seen[1],
		responses[0].header["X-Request-Id"], responses[1].header["X-Request-Id"])
}

// TestOracle draws requests, and holds the answer against day 145's Middleware.
func TestOracle(t *testing.T) {
	check.New(t, readRule).Oracle(2000, func(d *oracle.Draw) check.Case {
		id := func() string {
			return d.Mutate(oracle.Pick(d, "A1", "B2", "", strings.Repeat("z", 64), "4QZB7KTRMN2WVXC5DAYE3HJPLS"))
		}
		e := exchange{
			method:   oracle.Pick(d, "GET", "POST", "OPTIONS", "HEAD", "PUT", "DELETE", "TRACE", "CONNECT", "PRI"),
			values:   oracle.List(d, 3, id),
			before:   oracle.Pick(d, "", "", "", id()),
			response: oracle.Pick(d, "", "", "OLD"),
			next:     oracle.Pick(d, looks, writes, panics, deletes),
			stacked:  d.Intn(3),
		}
		return e.check(e.run(theDays), "the id is chosen and shown as day 145's Middleware does", "")
	})
}
