package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// ErrBusy marks the error of a check that could not ask: a pool with every
// connection in use is busy, not broken. Such a result counts neither as a
// pass nor as a failure, so only MaxAge ends a busy spell.
var ErrBusy = errors.New("busy")

// ErrConfig marks an error that waiting will not cure, such as a wrong
// password. It counts as a failure; the log says that it is one of these.
var ErrConfig = errors.New("configuration error")

// An attempt is what one tick of a check's clock asks for. It always ends by
// its deadline: with a result, or without one.
type attempt struct {
	open     bool
	deadline time.Time
}

// A result is what one call of a check's Func came to.
type result struct {
	err error
	at  time.Time
}

// call runs f once and sends exactly one result, whatever f does: return,
// panic, or runtime.Goexit. The recover stands here, in the goroutine that
// runs f, because one in any other goroutine would not see the panic.
func call(ctx context.Context, f func(context.Context) error, deadline time.Time, results chan<- result) {
	ctx, cancel := context.WithDeadline(ctx, deadline)
	err := errors.New("check called runtime.Goexit")
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("check panicked: %v\n%s", v, debug.Stack())
		}
		cancel()
		results <- result{err, time.Now()}
	}()
	err = f(ctx)
}
