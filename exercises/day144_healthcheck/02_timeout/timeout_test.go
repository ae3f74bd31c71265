package timeout_test

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"workbook/exercises/check"
	timeout "workbook/exercises/day144_healthcheck/02_timeout"
)

//go:embed timeout.go testdata/stub/timeout.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readStart = "day144_healthcheck/pace.go pace.start"
	readMiss  = "day144_healthcheck/pace.go pace.miss"
	readTake  = "day144_healthcheck/pace.go pace.take"
	readTick  = "day144_healthcheck/pace.go pace.tick"
	readBegin = "day144_healthcheck/task.go begin"
)

// limit is the timeout. The tests run in a bubble, where waiting it out costs
// nothing and no other load on the machine can make an answer late.
const limit = time.Second

var errDown = errors.New("connection refused")

// spent is what a Try gave, and how long it took.
func spent(try func() error) string {
	began := time.Now()
	err := try()
	return fmt.Sprintf("%v after %v", err, time.Since(began))
}

func TestResult(t *testing.T) {
	judge := check.New(t, readStart)
	judge.Bubble("fails", check.Case{
		Call: "Try of a check that fails at once", Want: "connection refused after 0s", Rule: "an answer in time is the answer",
		Got: func() string {
			b := timeout.Bound(func(context.Context) error { return errDown }, limit)
			return spent(func() error { return b.Try(context.Background()) })
		},
	})
	judge.Bubble("passes", check.Case{
		Call: "Try of a check that passes, and how often it was called", Want: "<nil> after 0s, 1 call", Rule: "a check that was not called has not passed",
		Got: func() string {
			calls := 0
			b := timeout.Bound(func(context.Context) error { calls++; return nil }, limit)
			return spent(func() error { return b.Try(context.Background()) }) + fmt.Sprintf(", %d call", calls)
		},
	})
	judge.Bubble("just_in_time", check.Case{
		Call: "Try of a check that takes a nanosecond less than the timeout", Want: "connection refused after 999.999999ms", Rule: "the check has all of its timeout",
		Got: func() string {
			s := &script{calls: []behaviour{{takes: limit - 1, err: errDown}}}
			b := timeout.Bound(s.check, limit)
			return spent(func() error { return b.Try(context.Background()) })
		},
	})
}

func TestContext(t *testing.T) {
	judge := check.New(t, readStart)
	told := func(ctx context.Context) string {
		began, ended := time.Now(), make(chan time.Duration, 1)
		b := timeout.Bound(func(ctx context.Context) error {
			<-ctx.Done()
			ended <- time.Since(began)
			return ctx.Err()
		}, limit)
		go b.Try(ctx)
		return fmt.Sprint("after ", <-ended)
	}
	judge.Bubble("ends_with_the_timeout", check.Case{
		Call: "when the check's context ends, nobody cancelling", Want: "after 1s", Rule: "tell the check when to stop: most of them listen",
		Got: func() string { return told(context.Background()) },
	})
	judge.Bubble("has_a_deadline", check.Case{
		Call: "the deadline of the check's context", Want: "in 1s", Rule: "tell the check when to stop: a client looks at the deadline before it asks",
		Got: func() string {
			deadline := "no deadline"
			timeout.Bound(func(ctx context.Context) error {
				if at, ok := ctx.Deadline(); ok {
					deadline = fmt.Sprint("in ", time.Until(at))
				}
				return nil
			}, limit).Try(context.Background())
			return deadline
		},
	})
	judge.Bubble("ends_with_the_caller", check.Case{
		Call: "when the check's context ends, Try's own ending after 100ms", Want: "after 100ms",
		Rule: "the check works for its caller: when that stops, as in a shutdown, the check is told so",
		Got: func() string {
			ctx, cancel := context.WithTimeout(context.Background(), limit/10)
			defer cancel()
			return told(ctx)
		},
	})
}

func TestTimeout(t *testing.T) {
	judge := check.New(t, readMiss)
	judge.Bubble("deaf_check", check.Case{
		Call: "Try of a check that ignores its context", Want: timeout.ErrTimeout.Error() + " after 1s",
		Rule: "a context is a request: nothing in Go stops a function that does not look. Stop waiting instead, and not before its time",
		Got: func() string {
			s := &script{calls: []behaviour{{takes: time.Hour, deaf: true}}}
			defer s.end()
			b := timeout.Bound(s.check, limit)
			return spent(func() error { return b.Try(context.Background()) })
		},
	})
	judge.Bubble("caller_leaves", check.Case{
		Call: "Try of a check that ignores its context, Try's own ending after 100ms", Want: timeout.ErrTimeout.Error() + " after 100ms",
		Rule: "whoever has stopped waiting wants no answer: Try returns with its ctx",
		Got: func() string {
			s := &script{calls: []behaviour{{takes: time.Hour, deaf: true}}}
			defer s.end()
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(limit/10, cancel)
			b := timeout.Bound(s.check, limit)
			return spent(func() error { return b.Try(ctx) })
		},
	})
	judge.Bubble("caller_has_left", check.Case{
		Call: "Try under a ctx that has ended, of a check that takes 0.3s; an hour later Try of the same", Want: timeout.ErrTimeout.Error() + " after 0s, <nil> after 300ms",
		Rule: "a ctx that has ended already gives ErrTimeout at once, and the next Try finds room as ever",
		Got: func() string {
			s := &script{calls: []behaviour{{takes: 300 * time.Millisecond, deaf: true}}}
			b := timeout.Bound(s.check, limit)
			ended, cancel := context.WithCancel(context.Background())
			cancel()
			first := spent(func() error { return b.Try(ended) })
			<-time.After(time.Hour)
			return first + ", " + spent(func() error { return b.Try(context.Background()) })
		},
	})
	judge.Bubble("over_before_it_is_given_up", check.Case{
		Call: "100 times Try of a check that ends Try's ctx and returns; the calls", Want: "100 calls",
		Rule: "the call may be over before Try sees that ctx has ended: only the call knows whether it is out, so only the call says so",
		Got: func() string {
			var calls atomic.Int64
			var leave context.CancelFunc
			b := timeout.Bound(func(context.Context) error { calls.Add(1); leave(); return nil }, limit)
			for range 100 {
				ctx, cancel := context.WithCancel(context.Background())
				leave = cancel
				b.Try(ctx)
				cancel()
				<-time.After(limit)
			}
			return fmt.Sprint(calls.Load(), " calls")
		},
	})
	judge.Bubble("returns_when_told", check.Case{
		Call: "200 times Try of a check that returns as soon as its context ends; the calls", Want: "200 calls",
		Rule: "a check that does as it is told is over: the next Try finds room, whichever of the two was seen first",
		Got: func() string {
			var calls atomic.Int64
			b := timeout.Bound(func(ctx context.Context) error { calls.Add(1); <-ctx.Done(); return ctx.Err() }, limit)
			for range 200 {
				b.Try(context.Background())
				<-time.After(limit)
			}
			return fmt.Sprint(calls.Load(), " calls")
		},
	})
}

func TestOneCallAtATime(t *testing.T) {
	const attempts = 100
	judge := check.New(t, readTick)
	judge.Bubble("stuck", check.Case{
		Call: "the second Try, the first call still out", Want: timeout.ErrStuck.Error() + " after 0s",
		Rule: "say that the old call is stuck, and at once: waiting for it again tells nothing new",
		Got: func() string {
			s := &script{calls: []behaviour{{takes: time.Hour, deaf: true}}}
			defer s.end()
			b := timeout.Bound(s.check, limit)
			b.Try(context.Background())
			return spent(func() error { return b.Try(context.Background()) })
		},
	})
	judge.Bubble("calls", check.Case{
		Call: "calls of a check that hangs, and goroutines, after 100 attempts", Want: "1 call, at most 2 goroutines",
		Rule: "a goroutine for each attempt is a leak, one that waits for its turn too: at one a second, 86,400 a day, each with its connection",
		Got: func() string {
			before := runtime.NumGoroutine()
			s := &script{calls: []behaviour{{takes: time.Hour, deaf: true}}}
			defer s.end()
			b := timeout.Bound(s.check, limit)
			for range attempts {
				b.Try(context.Background())
			}
			return fmt.Sprintf("%d call, %s", s.begun(), left(before))
		},
	})
}

func TestLateResult(t *testing.T) {
	judge := check.New(t, readTake)
	judge.Bubble("ignored", check.Case{
		Call: "Try after a late pass, the check failing by now", Want: "connection refused after 0s", Rule: "a late result is about the past: the next attempt asks anew",
		Got: func() string {
			s := &script{calls: []behaviour{{takes: 2 * limit, deaf: true}, {err: errDown}}}
			b := timeout.Bound(s.check, limit)
			b.Try(context.Background())
			<-time.After(2 * limit) // the late pass is there
			return spent(func() error { return b.Try(context.Background()) })
		},
	})
	judge.Bubble("leaves_nothing_behind", check.Case{
		Call: "goroutines left by 100 calls that returned late", Want: "at most 2 goroutines",
		Rule: "nobody is there to receive a late result: the goroutine that has it must end all the same",
		Got: func() string {
			before := runtime.NumGoroutine()
			s := &script{calls: []behaviour{{takes: 2 * limit, deaf: true}}}
			b := timeout.Bound(s.check, limit)
			for range 100 {
				if err := b.Try(context.Background()); !errors.Is(err, timeout.ErrTimeout) {
					return fmt.Sprintf("Try: %v", err)
				}
				<-time.After(2 * limit)
			}
			return left(before)
		},
	})
}

// left compares the goroutines that still wait for something with before.
func left(before int) string {
	synctest.Wait()
	if n := runtime.NumGoroutine() - before; n > 2 {
		return fmt.Sprintf("%d goroutines", n)
	}
	return "at most 2 goroutines"
}
