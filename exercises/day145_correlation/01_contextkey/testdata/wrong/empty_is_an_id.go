// wrong: what was stored is there, even if it is empty
// caught by: TestFromContext/an_empty_id
package contextkey

import "context"

type key struct{}

func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	id, ok = ctx.Value(key{}).(string)
	return id, ok
}
