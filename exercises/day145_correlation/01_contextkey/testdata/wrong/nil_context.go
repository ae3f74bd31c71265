// wrong: nobody passes a nil context
// caught by: TestFromContext/a_nil_context
package contextkey

import "context"

type key struct{}

func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	id, _ = ctx.Value(key{}).(string)
	return id, id != ""
}
