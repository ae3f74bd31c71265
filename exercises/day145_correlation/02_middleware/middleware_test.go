package middleware

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

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
		{"letters beyond ASCII", "é", false, "bytes over 0x7F look different in every tool"},
		{"a byte that is no letter", "A\xe91", false, "bytes over 0x7F look different in every tool"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			call := fmt.Sprintf("Valid(%.70q)", test.id)
			got := try(func() string { return fmt.Sprint(Valid(test.id)) })
			report(t, "id.go", call, got, fmt.Sprint(test.want), test.rule)
		})
	}
}

const replaced = "a new id of 26 characters"

func TestChoice(t *testing.T) {
	long := strings.Repeat("a", 65)
	tests := []struct {
		name   string
		values []string
		want   string
		rule   string
	}{
		{"no header", nil, replaced, "a request without an id gets one"},
		{"a valid id", []string{"A1"}, "A1", "a single valid id is adopted"},
		{"an empty value", []string{""}, replaced, "an id that is not valid is replaced"},
		{"a space inside", []string{"A 1"}, replaced, "an id that is not valid is replaced, and the request is served"},
		{"65 bytes", []string{long}, replaced, "a long id is replaced, not cut: cut ids collide"},
		{"1 MiB", []string{strings.Repeat("a", 1<<20)}, replaced, "a long id is replaced, not cut: cut ids collide"},
		{"two values", []string{"A1", "B2"}, replaced, "exactly one value is accepted: with two, the next hop may pick the other"},
		{"the same value twice", []string{"A1", "A1"}, replaced, "exactly one value is accepted"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w, ids := serve(t, Middleware, test.values, nil)
			call := fmt.Sprintf("a request with %s: %.40q", Header, test.values)
			check(t, call+"; the status", fmt.Sprint(w.Code), "200", "no request is refused for its id")
			check(t, call+"; the id that next sees", kind(ids, test.want), test.want, test.rule)
			check(t, call+"; the response's header", fmt.Sprintf("%.80q", w.Header().Values(Header)), fmt.Sprintf("%q", ids),
				"the response carries the id that next saw, once")
		})
	}
}

// TestEachRequest sends two requests through one Middleware.
func TestEachRequest(t *testing.T) {
	t.Run("two without an id", func(t *testing.T) {
		var ids []string
		h := Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { ids = append(ids, FromContext(r.Context())) }))
		got := try(func() string {
			for range 2 {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
			}
			if len(ids) == 2 && ids[0] != ids[1] {
				return "an id each"
			}
			return fmt.Sprintf("%q", ids)
		})
		check(t, "two requests without an id through one Middleware; the ids that next sees", got, "an id each",
			"a new id for each request: Middleware runs once, the handler it returns runs for every request")
	})
}

// kind is got, or replaced if a new one is wanted and got looks like it.
func kind(ids []string, want string) string {
	switch {
	case len(ids) != 1:
		return fmt.Sprintf("next ran %d times", len(ids))
	case want == replaced && len(ids[0]) == 26:
		return replaced
	}
	return fmt.Sprintf("%.70s", ids[0])
}

func TestResponse(t *testing.T) {
	rule := "the header is set before next runs: the first Write sends it, and a panic skips what follows"
	tests := []struct {
		name string
		next func(w http.ResponseWriter)
	}{
		{"next looks", func(w http.ResponseWriter) {}},
		{"next writes at once", func(w http.ResponseWriter) { fmt.Fprint(w, "stored") }},
		{"next panics", func(w http.ResponseWriter) { panic("no row") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w, _ := serve(t, Middleware, []string{"A1"}, func(w http.ResponseWriter) {
				check(t, "w.Header() when next starts", fmt.Sprintf("%q", w.Header().Values(Header)), `["A1"]`, rule)
				test.next(w)
			})
			check(t, "the response's header on the wire", fmt.Sprintf("%q", w.Result().Header.Values(Header)), `["A1"]`, rule)
		})
	}
}

func TestStacked(t *testing.T) {
	twice := func(next http.Handler) http.Handler { return Middleware(Middleware(next)) }
	tests := []struct {
		name   string
		values []string
		want   string
	}{
		{"no header", nil, replaced},
		{"a valid id", []string{"A1"}, "A1"},
		{"an invalid id", []string{"A 1"}, replaced},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w, ids := serve(t, func(next http.Handler) http.Handler {
				return Middleware(remember(t, twice(next)))
			}, test.values, nil)
			call := fmt.Sprintf("three Middlewares, a request with %s: %q", Header, test.values)
			check(t, call+"; the id that next sees", kind(ids, test.want), test.want, "stacked middlewares choose like one")
			check(t, call+"; the response's header", fmt.Sprintf("%q", w.Header().Values(Header)), fmt.Sprintf("%q", ids),
				"an id that the context has already is kept: stacking mints once")
		})
	}
	outside := []struct{ name, id, want, rule string }{
		{"an id from outside", "JOB-7", "JOB-7", "an id that the context has already is kept"},
		{"an invalid id from outside", "JOB 7", "A1", "an id in the context is kept if it is valid: not only this middleware puts one there"},
	}
	for _, test := range outside {
		t.Run(test.name, func(t *testing.T) {
			var seen string
			h := Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = FromContext(r.Context()) }))
			got := try(func() string {
				r := httptest.NewRequest("GET", "/", nil)
				r.Header.Set(Header, "A1")
				h.ServeHTTP(httptest.NewRecorder(), r.WithContext(NewContext(r.Context(), test.id)))
				return seen
			})
			check(t, fmt.Sprintf(`a context with %q and a header with "A1"; the id that next sees`, test.id), got, test.want, test.rule)
		})
	}
}

// remember checks that the id does not change on its way inwards.
func remember(t *testing.T, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := FromContext(r.Context())
		next.ServeHTTP(w, r)
		check(t, "w.Header() behind the inner Middlewares", fmt.Sprintf("%q", w.Header().Values(Header)), fmt.Sprintf("[%q]", id),
			"an id that the context has already is kept: stacking mints once")
	})
}

// serve sends one request through wrap, and returns the response and the ids
// that the innermost handler saw.
func serve(t *testing.T, wrap func(http.Handler) http.Handler, values []string, next func(http.ResponseWriter)) (*httptest.ResponseRecorder, []string) {
	t.Helper()
	var ids []string
	h := wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ids = append(ids, FromContext(r.Context()))
		if next != nil {
			next(w)
		}
	}))
	r := httptest.NewRequest("GET", "/", nil)
	for _, v := range values {
		r.Header.Add(Header, v)
	}
	w := httptest.NewRecorder()
	if got := try(func() string { h.ServeHTTP(w, r); return "" }); got != "" && got != "panic: no row" {
		check(t, fmt.Sprintf("a request with %s: %.40q", Header, values), got, "no panic", "no request brings the server down")
	}
	return w, ids
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
	report(t, "middleware.go", call, got, want, rule)
}

func report(t *testing.T, read, call, got, want, rule string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
			"day145_correlation/"+read, "exercises/day145_correlation/02_middleware/middleware.go")
	}
}
