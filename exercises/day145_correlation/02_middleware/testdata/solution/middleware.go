// Package middleware gives each HTTP request an id.
package middleware

import (
	"context"
	"crypto/rand"
	"net/http"
)

// Header carries the id in requests and in responses.
const Header = "X-Request-ID"

type key struct{}

// NewContext returns a context that carries id. It is given: exercise 01.
func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// FromContext returns the id that ctx carries, or "" if there is none.
func FromContext(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

// NewID returns a fresh id of 26 characters.
func NewID() string { return rand.Text() }

// Valid reports whether id may be adopted: 1 to 64 bytes, each of them one of
// A-Z, a-z, 0-9, '.', '_' and '-'.
func Valid(id string) bool {
	if len(id) == 0 || len(id) > 64 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// Middleware makes sure that next sees an id in the request's context and that
// the same id is on the response, as its only value, before next runs. The id is
// the one the context has already, if Valid, or the header's, if the request has
// exactly one value and it is Valid, or a new one. No request is refused for its
// id. next gets w itself and a request that is r but for its context; r itself
// stays as it is, and a panic of next goes on.
func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := FromContext(r.Context())
		if !Valid(id) { // else a middleware further out has chosen
			id = choose(r.Header.Values(Header))
		}
		// Before next: its first Write sends the header, and a panic skips
		// everything that comes after.
		w.Header().Set(Header, id)
		next.ServeHTTP(w, r.WithContext(NewContext(r.Context(), id)))
	})
}

// choose replaces what it cannot accept. Cutting a long id to size would be
// worse than a new one: it makes two ids one.
func choose(values []string) string {
	if len(values) == 1 && Valid(values[0]) {
		return values[0]
	}
	return NewID()
}
