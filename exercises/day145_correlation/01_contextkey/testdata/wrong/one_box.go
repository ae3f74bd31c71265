// wrong: one box a request is enough, and saves a context for each id
// caught by: TestFromContext/the_parent_keeps_its_own
package contextkey

import "context"

// key is the type of the only key this package uses. Two keys are equal only if
// their types are, and nobody else can write this type down.
type key struct{}

// NewContext returns a context that carries id on top of everything that ctx
// carries. It never changes ctx.
func NewContext(ctx context.Context, id string) context.Context {
	if box, ok := ctx.Value(key{}).(*string); ok {
		*box = id
		return ctx
	}
	return context.WithValue(ctx, key{}, &id)
}

// FromContext returns the id that ctx carries and true, or "" and false if there
// is none. An empty id counts as none. ctx may be nil.
func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	box, ok := ctx.Value(key{}).(*string)
	if !ok {
		return "", false
	}
	return *box, *box != ""
}
