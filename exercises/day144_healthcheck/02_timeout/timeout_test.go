package timeout

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// limit is the timeout. The tests run in a bubble, where waiting it out costs
// nothing and no other load on the machine can make an answer late.
const limit = time.Second

func TestResult(t *testing.T) {
	t.Run("fails", func(t *testing.T) {
		verify(t, "Try of a check that fails", "connection refused", "an answer in time is the answer", func(*deaf) string {
			down := errors.New("connection refused")
			return fmt.Sprint(Bound(func(context.Context) error { return down }, limit).Try(context.Background()))
		})
	})
	t.Run("passes", func(t *testing.T) {
		verify(t, "Try of a check that passes, and whether it was called", "<nil>, called true", "a check that was not called has not passed", func(*deaf) string {
			called := false
			err := Bound(func(context.Context) error { called = true; return nil }, limit).Try(context.Background())
			return fmt.Sprintf("%v, called %v", err, called)
		})
	})
	t.Run("has_a_deadline", func(t *testing.T) {
		verify(t, "the deadline of the check's context", "set", "tell the check when to stop: most of them listen", func(*deaf) string {
			return fmt.Sprint(Bound(func(ctx context.Context) error {
				if _, ok := ctx.Deadline(); !ok {
					return errors.New("none")
				}
				return errors.New("set")
			}, limit).Try(context.Background()))
		})
	})
	t.Run("ends_with_the_caller", func(t *testing.T) {
		verify(t, "when the check's context ends, Try's own ending after 100ms", "after 100ms", "the check works for its caller: when that stops, as in a shutdown, the check is told so", func(*deaf) string {
			ctx, cancel := context.WithTimeout(context.Background(), limit/10)
			defer cancel()
			began, told := time.Now(), make(chan time.Duration, 1)
			Bound(func(ctx context.Context) error {
				<-ctx.Done()
				told <- time.Since(began)
				return ctx.Err()
			}, limit).Try(ctx)
			return fmt.Sprintf("after %v", <-told)
		})
	})
}

func TestTimeout(t *testing.T) {
	t.Run("deaf_check", func(t *testing.T) {
		verify(t, "Try of a check that ignores its context", ErrTimeout.Error(), "a context is a request: nothing in Go stops a function that does not look. Stop waiting instead", func(d *deaf) string {
			return fmt.Sprint(Bound(d.check, limit).Try(context.Background()))
		})
	})
	t.Run("not_before_its_time", func(t *testing.T) {
		verify(t, "time until ErrTimeout, against the timeout", "not shorter", "the check has all of its timeout", func(d *deaf) string {
			began := time.Now()
			Bound(d.check, limit).Try(context.Background())
			if time.Since(began) < limit {
				return "shorter"
			}
			return "not shorter"
		})
	})
}

func TestOneCallAtATime(t *testing.T) {
	const attempts = 100
	t.Run("stuck", func(t *testing.T) {
		verify(t, "the second Try, the first call still out", ErrStuck.Error()+", after 0s", "say that the old call is stuck, and at once: waiting for it again tells nothing new", func(d *deaf) string {
			b := Bound(d.check, limit)
			b.Try(context.Background())
			began := time.Now()
			err := b.Try(context.Background())
			return fmt.Sprintf("%v, after %v", err, time.Since(began))
		})
	})
	t.Run("goroutines", func(t *testing.T) {
		verify(t, fmt.Sprintf("goroutines left by %d attempts while the check hangs", attempts), "at most 2", "an attempt that waits for its turn in a goroutine of its own leaks as well", func(d *deaf) string {
			before := runtime.NumGoroutine()
			b := Bound(d.check, limit)
			for range attempts {
				b.Try(context.Background())
			}
			return left(before)
		})
	})
	t.Run("calls", func(t *testing.T) {
		verify(t, fmt.Sprintf("calls of a check that hangs, after %d attempts", attempts), "1", "a goroutine for each attempt is a leak: at one a second, 86,400 a day, each with its connection", func(d *deaf) string {
			b := Bound(d.check, limit)
			for range attempts {
				b.Try(context.Background())
			}
			return fmt.Sprint(d.calls.Load())
		})
	})
}

func TestLateResult(t *testing.T) {
	t.Run("ignored", func(t *testing.T) {
		verify(t, "Try after a late pass, the check failing by now", "down", "a late result is about the past: the next attempt asks anew", func(d *deaf) string {
			b := Bound(func(ctx context.Context) error {
				if d.calls.Load() == 0 {
					return d.check(ctx)
				}
				return errors.New("down")
			}, limit)
			b.Try(context.Background())
			d.let(nil)
			return fmt.Sprint(b.Try(context.Background()))
		})
	})
	t.Run("recovers", func(t *testing.T) {
		verify(t, "Try after the stuck call has returned, answered in time", "<nil>", "once the old call has returned there is room for a new one", func(d *deaf) string {
			b := Bound(d.check, limit)
			b.Try(context.Background())
			d.let(errors.New("late"))
			go d.let(nil)
			return fmt.Sprint(b.Try(context.Background()))
		})
	})
	t.Run("leaves_nothing_behind", func(t *testing.T) {
		verify(t, "goroutines left by 100 calls that returned late", "at most 2", "nobody is there to receive a late result: the goroutine that has it must end all the same", func(d *deaf) string {
			before := runtime.NumGoroutine()
			b := Bound(d.check, limit)
			for range 100 {
				if err := b.Try(context.Background()); !errors.Is(err, ErrTimeout) {
					return fmt.Sprintf("Try: %v", err)
				}
				d.let(nil)
			}
			return left(before)
		})
	})
}

// left compares the goroutines that still wait for something with before.
func left(before int) string {
	synctest.Wait()
	if n := runtime.NumGoroutine() - before; n > 2 {
		return fmt.Sprint(n)
	}
	return "at most 2"
}
