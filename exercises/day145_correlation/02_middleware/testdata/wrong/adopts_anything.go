// wrong: what is not empty is valid
// caught by: TestValid/a_space_inside
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

func Valid(id string) bool { return id != "" }

func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := FromContext(r.Context())
		if !Valid(id) {
			if values := r.Header.Values(Header); len(values) == 1 && Valid(values[0]) {
				id = values[0]
			} else {
				id = NewID()
			}
		}
		w.Header().Set(Header, id)
		next.ServeHTTP(w, r.WithContext(NewContext(r.Context(), id)))
	})
}
