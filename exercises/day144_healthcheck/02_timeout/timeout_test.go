package timeout

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// short is a timeout that a test waits out, long one that must not matter, and
// patient one that a test waits out once and must not run into again.
const (
	short   = 20 * time.Millisecond
	patient = 500 * time.Millisecond
	long    = time.Minute
)

func TestResult(t *testing.T) {
	down := errors.New("connection refused")
	cases := []struct {
		name, call string
		check      func(context.Context) error
		want, rule string
	}{
		{"fails", "Try of a check that fails", func(context.Context) error { return down }, "connection refused", "an answer in time is the answer"},
		{"passes", "Try of a check that passes, and whether it was called", nil, "<nil>, called true", "a check that was not called has not passed"},
		{"has_a_deadline", "the deadline of the check's context", func(ctx context.Context) error {
			if _, ok := ctx.Deadline(); !ok {
				return errors.New("none")
			}
			return errors.New("set")
		}, "set", "tell the check when to stop: most of them listen"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			verify(t, c.call, c.want, c.rule, func() string {
				if c.check != nil {
					return fmt.Sprint(Bound(c.check, long).Try(context.Background()))
				}
				called := false
				err := Bound(func(context.Context) error { called = true; return nil }, long).Try(context.Background())
				return fmt.Sprintf("%v, called %v", err, called)
			})
		})
	}
}

// A deaf check ignores its context and returns when it is released.
type deaf struct {
	release chan error
	over    chan struct{} // the end of the test lets every call go
	calls   atomic.Int64
}

func newDeaf(t *testing.T) *deaf {
	d := &deaf{release: make(chan error), over: make(chan struct{})}
	t.Cleanup(func() { close(d.over) })
	return d
}

func (d *deaf) check(context.Context) error {
	d.calls.Add(1)
	select {
	case err := <-d.release:
		return err
	case <-d.over:
		return nil
	}
}

// let gives one call its result, for as long as the test lasts.
func (d *deaf) let(err error) {
	select {
	case d.release <- err:
	case <-d.over:
	}
}

func TestTimeout(t *testing.T) {
	t.Run("deaf_check", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, "Try of a check that ignores its context", ErrTimeout.Error(), "a context is a request: nothing in Go stops a function that does not look. Stop waiting instead", func() string {
			return fmt.Sprint(Bound(d.check, short).Try(context.Background()))
		})
	})
	t.Run("not_before_its_time", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, "time until ErrTimeout, against the timeout", "not shorter", "the check has all of its timeout", func() string {
			began := time.Now()
			Bound(d.check, short).Try(context.Background())
			if time.Since(began) < short {
				return "shorter"
			}
			return "not shorter"
		})
	})
}

func TestOneCallAtATime(t *testing.T) {
	const attempts = 100
	t.Run("stuck", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, "the second Try, the first call still out", ErrStuck.Error(), "say that the old call is stuck, and at once: waiting for it again tells nothing new", func() string {
			b := Bound(d.check, short)
			b.Try(context.Background())
			return fmt.Sprint(b.Try(context.Background()))
		})
	})
	// Before the case of calls: what that leaves behind in a wrong solution ends in
	// its own time, and would be counted here as already there.
	t.Run("goroutines", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, fmt.Sprintf("goroutines left by %d attempts while the check hangs", attempts), "at most 2", "an attempt that waits for its turn in a goroutine of its own leaks as well", func() string {
			before := runtime.NumGoroutine()
			b := Bound(d.check, time.Millisecond)
			for range attempts {
				b.Try(context.Background())
			}
			if n := runtime.NumGoroutine() - before; n > 2 {
				return fmt.Sprint(n)
			}
			return "at most 2"
		})
	})
	t.Run("calls", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, fmt.Sprintf("calls of a check that hangs, after %d attempts", attempts), "1", "a goroutine for each attempt is a leak: at one a second, 86,400 a day, each with its connection", func() string {
			b := Bound(d.check, time.Millisecond)
			for range attempts {
				b.Try(context.Background())
			}
			return fmt.Sprint(d.calls.Load())
		})
	})
}

func TestLateResult(t *testing.T) {
	t.Run("ignored", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, "Try after a late pass, the check failing by now", "down", "a late result is about the past: the next attempt asks anew", func() string {
			b := Bound(func(ctx context.Context) error {
				if d.calls.Load() == 0 {
					return d.check(ctx)
				}
				return errors.New("down")
			}, short)
			b.Try(context.Background())
			d.let(nil)
			return untilFree(b)
		})
	})
	t.Run("recovers", func(t *testing.T) {
		d := newDeaf(t)
		verify(t, "Try after the stuck call has returned, answered in time", "<nil>", "once the old call has returned there is room for a new one", func() string {
			b := Bound(d.check, patient)
			b.Try(context.Background())
			d.let(errors.New("late"))
			go d.let(nil)
			return untilFree(b)
		})
	})
}

// untilFree tries until the answer is another one than ErrStuck.
func untilFree(b *Bounded) string {
	for {
		if err := b.Try(context.Background()); !errors.Is(err, ErrStuck) {
			return fmt.Sprint(err)
		}
		runtime.Gosched()
	}
}

// TestPanic runs its case in a process of its own: a panic that nobody
// recovers ends the process, and with it the other tests.
func TestPanic(t *testing.T) {
	const child = "WORKBOOK_TIMEOUT_CHILD"
	if os.Getenv(child) != "" {
		b := Bound(func(context.Context) error { panic("nil map") }, long)
		for range 2 {
			fmt.Printf("Try: %v\n", b.Try(context.Background()))
		}
		return
	}
	t.Run("becomes_an_error", func(t *testing.T) {
		got := panicking(child) // here, because a process may take longer than verify waits
		verify(t, "Try of a check that panics, twice", wanted, "recover works only in the goroutine that panics: the one that runs the check", func() string { return got })
	})
}

const wanted = "errors that hold the panic's value"

// panicking runs this test again with env set and says how that went.
func panicking(env string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestPanic$")
	cmd.Env = append(os.Environ(), env+"=1")
	out, err := cmd.CombinedOutput()
	got := string(out)
	switch {
	case ctx.Err() != nil:
		return "Try did not return within 20 s"
	case err != nil:
		return "the process crashed"
	case strings.Count(got, "nil map") == 2:
		return wanted
	}
	first, _, _ := strings.Cut(got, "\n")
	return first
}

// verify reports a wrong answer, a panic, or none in time.
func verify(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	done := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Sprintf("panic: %v", p)
			}
		}()
		done <- f()
	}()
	got := "no answer within 2 s: Try waits for the check"
	select {
	case got = <-done:
	case <-time.After(2 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day144_healthcheck/pace.go\n    edit: exercises/day144_healthcheck/02_timeout/timeout.go", call, got, want, rule)
	}
}
