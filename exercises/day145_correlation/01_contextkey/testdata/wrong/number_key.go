// wrong: a constant of my own package is my own key
// caught by: TestCollision/a_number_as_a_key
package contextkey

import "context"

const key = 0

// NewContext returns a context that carries id on top of everything that ctx
// carries. It never changes ctx.
func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key, id)
}

// FromContext returns the id that ctx carries and true, or "" and false if there
// is none. An empty id counts as none. ctx may be nil.
func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	id, _ = ctx.Value(key).(string) // the two-value form: Value returns nil if there is none
	return id, id != ""
}
