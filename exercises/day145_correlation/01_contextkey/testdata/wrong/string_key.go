// wrong: a string is a fine key if its name is clear
// caught by: TestCollision/the_same_word_as_a_key
package contextkey

import "context"

func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, "request_id", id)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil {
		return "", false
	}
	id, _ = ctx.Value("request_id").(string)
	return id, id != ""
}
