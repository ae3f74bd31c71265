// Package timeout is the exercise 02_timeout.
package timeout

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The errors of Try.
var (
	ErrTimeout = errors.New("no answer in time")
	ErrStuck   = errors.New("the previous call has not returned")
)

// A Bounded runs a check that may ignore its context. However long the check
// hangs, Try answers in time, and never more than one call is under way.
type Bounded struct {
	check   func(context.Context) error
	timeout time.Duration

	// slot holds a token while a call is under way. The call takes it out
	// itself, because only it knows when it has really returned.
	slot chan struct{}
}

// Bound makes a Bounded of check. It starts nothing.
func Bound(check func(context.Context) error, timeout time.Duration) *Bounded {
	return &Bounded{check: check, timeout: timeout, slot: make(chan struct{}, 1)}
}

// Try calls the check once and returns its error. The check's context ends
// with ctx, and after the timeout at the latest. If it has not returned by
// then, Try returns ErrTimeout, whatever ended it and also where ctx has ended
// before, and the call's result is ignored whenever it comes. While such a call
// is still under way, Try returns ErrStuck at once and starts nothing. A check
// that panics has failed: Try returns an error that holds the panic's value. So
// has one that calls runtime.Goexit: it has not passed, so Try returns an error.
//
// Any number of goroutines may call Try; those that find a call under way,
// late or not, get ErrStuck. Once Try has returned a call's result, that call
// is over, and the next Try starts a new one.
func (b *Bounded) Try(ctx context.Context) error {
	select {
	case b.slot <- struct{}{}:
	default:
		return ErrStuck
	}
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	// A channel of this attempt's own, with room for the result: a late one is
	// left in it for nobody, and its sender does not block.
	result := make(chan error, 1)
	go b.call(ctx, result)
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ErrTimeout
	}
}

// call runs the check in this goroutine, and so recovers in this goroutine.
func (b *Bounded) call(ctx context.Context, result chan<- error) {
	err := errGoexit // unless the check returns or panics
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the check panicked: %v", v)
		}
		<-b.slot // before the result, so that whoever has it finds room
		result <- err
	}()
	err = b.check(ctx)
}

var errGoexit = errors.New("the check called runtime.Goexit")
