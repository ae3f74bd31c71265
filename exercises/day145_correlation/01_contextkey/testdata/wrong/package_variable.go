// wrong: one variable of the package is simpler than a context
// caught by: TestFromContext/two_requests_at_once
package contextkey

import (
	"context"
	"sync/atomic"
)

type key struct{}

var current atomic.Value

func NewContext(ctx context.Context, id string) context.Context {
	current.Store(id)
	return context.WithValue(ctx, key{}, true)
}

func FromContext(ctx context.Context) (id string, ok bool) {
	if ctx == nil || ctx.Value(key{}) == nil {
		return "", false
	}
	id, _ = current.Load().(string)
	return id, id != ""
}
