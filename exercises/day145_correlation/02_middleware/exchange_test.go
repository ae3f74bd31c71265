package middleware_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	correlation "workbook/day145_correlation"
	"workbook/exercises/check"
	middleware "workbook/exercises/day145_correlation/02_middleware"
)

// What the innermost handler does.
const (
	looks   = ""
	writes  = "writes at once"
	panics  = "panics"
	deletes = "deletes the response's header"
)

// An exchange is one request and what is around it.
type exchange struct {
	method   string   // GET if empty
	values   []string // of the header
	before   string   // an id that somebody outside has put into the context
	response string   // an id that somebody outside has put on the response
	next     string
	stacked  int // further Middlewares inside the first
}

// An author is whose functions are called: the reader's or the day's.
type author struct {
	middleware  func(http.Handler) http.Handler
	newContext  func(context.Context, string) context.Context
	fromContext func(context.Context) string
}

var (
	readers = author{middleware.Middleware, middleware.NewContext, middleware.FromContext}
	theDays = author{
		func(next http.Handler) http.Handler { return correlation.Middleware(next) },
		correlation.NewContext,
		func(ctx context.Context) string { id, _ := correlation.FromContext(ctx); return id },
	}
)

func (e exchange) String() string {
	text := fmt.Sprintf("a %s with X-Request-ID %.60q", orGET(e.method), e.values)
	if e.before != "" {
		text += fmt.Sprintf(", the context has %.60q", e.before)
	}
	if e.response != "" {
		text += fmt.Sprintf(", the response has %q", e.response)
	}
	if e.stacked > 0 {
		text += fmt.Sprintf(", %d Middlewares", e.stacked+1)
	}
	if e.next != looks {
		text += ", next " + e.next
	}
	return text
}

func orGET(method string) string {
	if method == "" {
		return "GET"
	}
	return method
}

func (e exchange) check(want, rule, read string) check.Case {
	return check.Case{Call: "%v", Args: []any{e}, Got: func() string { return e.run(readers) }, Want: want,
		Rule: rule, Read: read}
}

// run makes the exchange and writes down what came of it.
func (e exchange) run(a author) (got string) {
	w := &response{header: http.Header{}}
	if e.response != "" {
		w.header.Set("X-Request-ID", e.response)
	}
	names := naming{given: append([]string{e.before, e.response}, e.values...)}
	var seen []string
	h := a.middleware(http.HandlerFunc(func(hw http.ResponseWriter, r *http.Request) {
		seen = append(seen, fmt.Sprintf("%s and %s; the response has %s, before next",
			names.name(a.fromContext(r.Context())), writer(hw, w), names.list(hw.Header().Values("X-Request-ID"))))
		e.act(hw)
	}))
	for range e.stacked {
		inside := h
		h = a.middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			names.name(a.fromContext(r.Context())) // so that another id further in has another number
			inside.ServeHTTP(w, r)
		}))
	}
	r := request(orGET(e.method), e.values)
	if e.before != "" {
		r = r.WithContext(a.newContext(r.Context(), e.before))
	}
	panicked := ""
	func() {
		defer func() {
			if p := recover(); p == "no row" {
				panicked = "panic: no row; "
			} else if p != nil {
				panic(p)
			}
		}()
		h.ServeHTTP(w, r)
	}()
	if len(seen) != 1 {
		return fmt.Sprintf("%s%d, next ran %d times", panicked, w.sentStatus(), len(seen))
	}
	before, after := seen[0], names.list(w.sent().Values("X-Request-ID"))
	if strings.Contains(before, "has "+after+",") {
		return fmt.Sprintf("%s%d, next ran once with %s and after", panicked, w.sentStatus(), before)
	}
	return fmt.Sprintf("%s%d, next ran once with %s, and %s after", panicked, w.sentStatus(), before, after)
}

func (e exchange) act(w http.ResponseWriter) {
	switch e.next {
	case writes:
		fmt.Fprint(w, "stored")
	case panics:
		panic("no row")
	case deletes:
		w.Header().Del("X-Request-ID")
	}
}

func writer(got http.ResponseWriter, own *response) string {
	if got == http.ResponseWriter(own) {
		return "w itself"
	}
	return fmt.Sprintf("a %T", got)
}

// naming gives each new id a number, so that two runs can be compared.
type naming struct {
	given []string
	fresh []string
}

func (n *naming) name(id string) string {
	for _, given := range n.given {
		if id == given {
			return fmt.Sprintf("%.70q", id)
		}
	}
	if len(id) != 26 || !correlation.Valid(id) {
		return fmt.Sprintf("%.70q", id)
	}
	for i, fresh := range n.fresh {
		if id == fresh {
			return fmt.Sprint("new id ", i+1)
		}
	}
	n.fresh = append(n.fresh, id)
	return fmt.Sprint("new id ", len(n.fresh))
}

func (n *naming) list(ids []string) string {
	var all []string
	for _, id := range ids {
		all = append(all, n.name(id))
	}
	return "[" + strings.Join(all, " ") + "]"
}

func request(method string, values []string) *http.Request {
	r := httptest.NewRequest(method, "/", nil)
	for _, v := range values {
		r.Header.Add("X-Request-ID", v)
	}
	return r
}

// A response remembers the header as it was at the first Write, which is what the client gets.
type response struct {
	index  int    // of the request
	asked  func() // is called at the first call of Header
	header http.Header
	first  http.Header
	status int
	body   string
}

func (w *response) Header() http.Header {
	if asked := w.asked; asked != nil {
		w.asked = nil
		asked()
	}
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}

func (w *response) WriteHeader(status int) {
	if w.first == nil {
		w.first, w.status = w.header.Clone(), status
	}
}

func (w *response) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	w.body += string(b)
	return len(b), nil
}

func (w *response) sent() http.Header {
	if w.first != nil {
		return w.first
	}
	return w.header
}

func (w *response) sentStatus() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
