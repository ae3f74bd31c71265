// wrong: a type of its own is enough, others may use it too
// caught by: TestKey/the_type_is_unexported
package contextkey

import "context"

// Key is the type of the context's key.
type Key struct{}

func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, Key{}, id)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	id, _ = ctx.Value(Key{}).(string)
	return id, id != ""
}
