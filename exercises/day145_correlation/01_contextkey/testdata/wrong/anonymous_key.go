// wrong: an empty struct is a private key, whoever declares it
// caught by: TestCollision/an_anonymous_empty_struct_as_a_key
package contextkey

import "context"

func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, struct{}{}, id)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	id, _ = ctx.Value(struct{}{}).(string)
	return id, id != ""
}
