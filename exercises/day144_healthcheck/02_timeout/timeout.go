// Package timeout is the exercise 02_timeout.
package timeout

import (
	"context"
	"errors"
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
	// TODO: what Try must know of the call under way.
}

// Bound makes a Bounded of check. It starts nothing.
func Bound(check func(context.Context) error, timeout time.Duration) *Bounded {
	// TODO: keep both.
	return &Bounded{}
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
	// TODO: call, wait, and give up waiting.
	return nil
}
