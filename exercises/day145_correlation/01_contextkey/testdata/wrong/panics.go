// wrong: there is always an id, the middleware puts it there
// caught by: TestFromContext/no_id
package contextkey

import "context"

type key struct{}

func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	id = ctx.Value(key{}).(string)
	return id, id != ""
}
