package transport_test

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	correlation "workbook/day145_correlation"
	"workbook/exercises/check"
	transport "workbook/exercises/day145_correlation/04_transport"
	"workbook/exercises/oracle"
)

//go:embed transport.go testdata/stub/transport.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readRoundTrip = "day145_correlation/transport.go transport.RoundTrip"
	readValues    = "day145_correlation/transport.go transport.values"
	readNext      = "day145_correlation/transport.go transport.next"
)

// name is the header as net/http spells it in a map.
const name = "X-Request-Id"

func TestSends(t *testing.T) {
	long := strings.Repeat("a", 64)
	tests := []struct {
		name string
		trip trip
		want string
		rule string
	}{
		{"an id", trip{id: "A1"}, `sent ["A1"]`, "the context's id goes out in the header"},
		{"64 bytes", trip{id: long}, fmt.Sprintf("sent [%q]", long), "the context's id goes out in the header"},
		{"no id", trip{}, `sent []`, "without an id no header goes out"},
		{"other headers", trip{id: "A1", header: http.Header{"Accept": {"text/plain", "*/*"}}},
			`sent ["A1"], Accept: ["text/plain" "*/*"]`,
			"the other headers go out as they are"},
		{"a nil header", trip{id: "A1", nilHeader: true}, `sent ["A1"]`,
			"a request made by hand may have no header map yet: writing to a nil map panics"},
	}
	judge := check.New(t, readRoundTrip)
	for _, tt := range tests {
		judge.Run(tt.name, tt.trip.check(tt.want, tt.rule, ""))
	}
}

func TestOneValue(t *testing.T) {
	tests := []struct {
		name   string
		id     string
		header http.Header
		want   string
		rule   string
	}{
		{"the caller's own", "A1", http.Header{name: {"B2"}}, `sent ["B2"]`,
			"a single valid value that the caller has set stays"},
		{"one that is not valid", "A1", http.Header{name: {"B 2"}}, `sent ["A1"]`,
			"a value that the next service would refuse is replaced"},
		{"an empty one", "A1", http.Header{name: {""}}, `sent ["A1"]`, "an empty value is not valid, and is replaced"},
		{"two values", "A1", http.Header{name: {"B2", "C3"}}, `sent ["A1"]`, "exactly one value goes out: Set, not Add"},
		{"the same value twice", "A1", http.Header{name: {"B2", "B2"}}, `sent ["A1"]`, "exactly one value goes out"},
		{"the id already", "A1", http.Header{name: {"A1"}}, `sent ["A1"]`, "exactly one value goes out"},
		{"another spelling", "A1", http.Header{"x-request-ID": {"B2"}}, `sent ["B2"]`,
			"a header has one name in every case: h[\"X-Request-ID\"] = ... writes past Set, and the server sees one name"},
		{"another spelling, not valid", "A1", http.Header{"X-Request-ID": {"B 2"}}, `sent ["A1"]`,
			"what is replaced goes away under every spelling"},
		{"two spellings", "A1", http.Header{"X-Request-ID": {"B2"}, name: {"C3"}}, `sent ["A1"]`,
			"two values under two spellings are two values"},
		{"two values and no id", "", http.Header{name: {"B2", "C3"}}, `sent ["B2" "C3"]`,
			"without a valid id in the context the request goes out as it is"},
	}
	judge := check.New(t, readValues)
	for _, tt := range tests {
		judge.Run(tt.name, trip{id: tt.id, header: tt.header}.check(tt.want, tt.rule, ""))
	}
}

func TestInvalid(t *testing.T) {
	rule := "an invalid id is not sent, and the request goes out without: http.Client would fail it for a control character"
	judge := check.New(t, readRoundTrip)
	judge.Run("a valid one", trip{id: "A1"}.check(`sent ["A1"]`, "the context's id goes out in the header", ""))
	for _, id := range []string{"A1\nX-Admin: 1", "job 7", strings.Repeat("a", 65), "é"} {
		judge.Run(fmt.Sprintf("%.10q", id), trip{id: id}.check("sent []", rule, ""))
	}
}

// TestCaller looks at the caller's request, also while base sends it: it may be in use elsewhere at that moment.
func TestCaller(t *testing.T) {
	rule := "a RoundTripper never changes the request, not even for a moment: the caller may be sending it from two goroutines"
	tests := []struct {
		name string
		trip trip
	}{
		{"no header yet", trip{id: "A1"}},
		{"other headers", trip{id: "A1", header: http.Header{"Accept": {"text/plain"}}}},
		{"two values", trip{id: "A1", header: http.Header{name: {"B2", "C3"}}}},
	}
	judge := check.New(t, readRoundTrip)
	for _, tt := range tests {
		want := `sent ["A1"]`
		if tt.name == "other headers" {
			want += `, Accept: ["text/plain"]`
		}
		judge.Run(tt.name, tt.trip.check(want, rule, ""))
	}
	judge.Run("twice, through two", check.Case{
		Call: `a request whose context has "A1", sent twice through New(New(base)); the headers that base was given`,
		Got: func() string {
			base := &recorder{}
			r, rt := (trip{id: "A1"}).request(transport.NewContext), transport.New(transport.New(base))
			for range 2 {
				if _, err := rt.RoundTrip(r); err != nil {
					return err.Error()
				}
			}
			return fmt.Sprint(base.sent)
		},
		Want: `[["A1"] ["A1"]]`, Rule: "exactly one value goes out, however often",
	})
}

// TestAtOnce sends from 8 goroutines through one transport, each request with an id of its own.
func TestAtOnce(t *testing.T) {
	judge := check.New(t, readRoundTrip)
	judge.Run("many", check.Case{
		Call: "16,000 requests from 8 goroutines through one New(base), each with its own id; those that lost it",
		Got: func() string {
			rt := transport.New(echo{})
			var wrong atomic.Int64
			judge.Together(8, func(i int) {
				for n := range 2000 {
					id := fmt.Sprintf("%d-%d", i, n)
					resp, err := rt.RoundTrip((trip{id: id}).request(transport.NewContext))
					if err != nil || resp.Status != id {
						wrong.Add(1)
					}
				}
			})
			return fmt.Sprint(wrong.Load())
		},
		Want: "0",
		Rule: "a RoundTripper is used by many goroutines at once: what belongs to one request is a variable of RoundTrip",
	})
}

// echo answers with the id that it was sent, as the status.
type echo struct{}

func (echo) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{Status: r.Header.Get(name), StatusCode: 200, Body: http.NoBody, Request: r}, nil
}

// TestRest looks at all the rest of the request, and at what comes back.
func TestRest(t *testing.T) {
	judge := check.New(t, readRoundTrip)
	judge.Run("the fields", check.Case{
		Call: `a POST with a body, a Host, a trailer and more, whose context has "A1"; the fields that differ in base's request`,
		Got: func() string {
			base := &recorder{}
			r := full().WithContext(transport.NewContext(context.Background(), "A1"))
			if _, err := transport.New(base).RoundTrip(r); err != nil {
				return err.Error()
			}
			return fmt.Sprintf("%s; %v", differences(r, base.request), base.sent)
		},
		Want: `none; [["A1"]]`,
		Rule: "a request has more than a method, a URL and a body: Clone copies all of it, a new one loses the rest",
	})
	judge.Run("the context", check.Case{
		Call: "a request whose context has an id, a user and a deadline, and is canceled on the way; what base sees of it",
		Got:  contextOnTheWay,
		Want: "A1, ann, a deadline, context canceled", Rule: "the clone keeps the request's context: its deadline ends the call",
	})
	judge.Run("an error", check.Case{
		Call: `base returns an error for a request whose context has "A1"; the error that RoundTrip returns, calls of base`,
		Got: func() string {
			base := &recorder{err: errors.New("no route")}
			resp, err := transport.New(base).RoundTrip((trip{id: "A1"}).request(transport.NewContext))
			return fmt.Sprint(errors.Is(err, base.err), " ", resp == nil, " ", base.sent)
		},
		Want: `true true [["A1"]]`, Rule: "base does the sending, once, and its answer is the answer",
	})
	judge.Run("a response", check.Case{
		Call: `base returns a response for a request whose context has "A1"; does RoundTrip return that one?`,
		Got: func() string {
			base := &recorder{response: &http.Response{StatusCode: 503, Body: http.NoBody}}
			resp, err := transport.New(base).RoundTrip((trip{id: "A1"}).request(transport.NewContext))
			return fmt.Sprint(resp == base.response, " ", err, " ", base.sent)
		},
		Want: `true <nil> [["A1"]]`, Rule: "base does the sending, once, and its answer is the answer",
	})
}

// TestWire sends over a socket, through http.Client, which has its own opinion of headers.
func TestWire(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s, id %q, %d bytes: %q", r.Method, r.RequestURI, r.Header[name], r.ContentLength, body)
	}))
	t.Cleanup(server.Close)
	judge := check.New(t, readRoundTrip)
	judge.Run("a POST", check.Case{
		Call: `client.Do of a POST of "sum=7" to /charge?dry=1 whose context has "A1"; what the server received`,
		Got: func() string {
			ctx := transport.NewContext(context.Background(), "A1")
			r, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/charge?dry=1", strings.NewReader("sum=7"))
			if err != nil {
				return err.Error()
			}
			resp, err := (&http.Client{Transport: transport.New(nil)}).Do(r)
			if err != nil {
				return err.Error()
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			return fmt.Sprint(string(body), errorText(err))
		},
		Want: `POST /charge?dry=1, id ["A1"], 5 bytes: "sum=7"`,
		Rule: "a nil base means http.DefaultTransport, as in http.Client", Read: readNext,
	})
	judge.Run("a nil base", check.Case{
		Call: "requests that reach http.DefaultTransport after New(nil).RoundTrip",
		Got: func() string {
			before, counting := http.DefaultTransport, &passedOn{}
			http.DefaultTransport = counting
			defer func() { http.DefaultTransport = before }()
			r := httptest.NewRequest("GET", "/", nil)
			if _, err := transport.New(nil).RoundTrip(r.WithContext(transport.NewContext(r.Context(), "A1"))); err != nil {
				return err.Error()
			}
			return fmt.Sprint(counting.sent)
		},
		Want: "1", Rule: "a nil base means http.DefaultTransport itself: whoever has replaced it, for a proxy, meant these requests too", Read: readNext,
	})
}

// A passedOn answers by itself and counts.
type passedOn struct{ sent int }

func (p *passedOn) RoundTrip(r *http.Request) (*http.Response, error) {
	p.sent++
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
}

func errorText(err error) string {
	if err != nil {
		return ", " + err.Error()
	}
	return ""
}

// TestOracle draws requests, and holds what is sent against day 145's Transport.
func TestOracle(t *testing.T) {
	check.New(t, readRoundTrip).Oracle(2000, func(d *oracle.Draw) check.Case {
		id := func() string {
			return d.Mutate(oracle.Pick(d, "A1", "B2", "", strings.Repeat("z", 64), "4QZB7KTRMN2WVXC5DAYE3HJPLS"))
		}
		tr := trip{id: id(), header: http.Header{}}
		for range d.Intn(3) {
			key := oracle.Pick(d, name, d.MixCase("X-Request-Id"), "X-Request-Ids", "Request-Id", "Accept", "X-Correlation-Id")
			tr.header[key] = oracle.List(d, 3, id)
		}
		tr.nilHeader = len(tr.header) == 0 && d.OneIn(4)
		want := tr.run(correlation.NewContext,
			func(base http.RoundTripper) http.RoundTripper { return correlation.Transport(base) })
		return tr.check(want, "what goes out is what day 145's Transport sends", "")
	})
}
