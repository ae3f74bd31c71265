// wrong: a letter is what unicode calls a letter
// caught by: TestValid/letters_beyond_ASCII
package middleware

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"unicode"
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

func Valid(id string) bool {
	for _, c := range id {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("._-", c) {
			return false
		}
	}
	return len(id) > 0 && len(id) <= 64
}

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
