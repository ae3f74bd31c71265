// Package contextkey carries a request's id through a context.
package contextkey

import "context"

// key is the type of the only key this package uses. Two keys are equal only if
// their types are, and nobody else can write this type down.
type key struct{}

// NewContext returns a context that carries id on top of everything that ctx
// carries, any text as it is. An empty id hides one that ctx carries. It never
// changes ctx.
func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// FromContext returns the id that ctx carries and true, or "" and false if there
// is none. An empty id counts as none. ctx may be nil.
func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	id, _ = ctx.Value(key{}).(string) // the two-value form: Value returns nil if there is none
	return id, id != ""
}
