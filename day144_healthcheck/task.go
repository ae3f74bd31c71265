package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// A task is a function at work in a goroutine of its own. Once done is closed,
// err is what it came to and at is when.
type task struct {
	done chan struct{}
	err  error
	at   time.Time
}

// begin runs f. The task ends with an error of f's, or with one that says that
// f panicked or called runtime.Goexit. The recover stands here, in the
// goroutine that runs f, because one in any other would not see the panic.
func begin(ctx context.Context, f func(context.Context) error) *task {
	t := &task{done: make(chan struct{}), err: errors.New("called runtime.Goexit")}
	go func() {
		defer func() {
			if v := recover(); v != nil {
				t.err = fmt.Errorf("panicked: %v\n%s", v, debug.Stack())
			}
			t.at = time.Now()
			close(t.done)
		}()
		t.err = f(ctx)
	}()
	return t
}

// ended is done; for no task it is a channel on which nothing ever happens, so
// that a select works without one.
func (t *task) ended() <-chan struct{} {
	if t == nil {
		return nil
	}
	return t.done
}

// over reports whether the task has ended by now.
func (t *task) over() bool {
	select {
	case <-t.ended():
		return true
	default:
		return false
	}
}
