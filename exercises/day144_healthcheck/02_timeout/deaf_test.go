package timeout

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A deaf check ignores its context and returns when it is let go.
type deaf struct {
	release chan error
	over    chan struct{} // the end of the test lets every call go
	calls   atomic.Int64
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

// let gives one call its result, and returns when all has come of that.
func (d *deaf) let(err error) {
	select {
	case d.release <- err:
		synctest.Wait()
	case <-d.over:
	}
}

// verify runs f in a bubble and reports a wrong answer, a panic, or none.
func verify(t *testing.T, call, want, rule string, f func(*deaf) string) {
	t.Helper()
	answer := make(chan string, 2) // room for the answer and a panic at the end of the bubble
	go func() {
		defer close(answer) // once synctest.Test has done with t
		defer func() {
			if p := recover(); p != nil {
				answer <- fmt.Sprintf("panic: %v", p)
			}
		}()
		synctest.Test(t, func(*testing.T) { answer <- inBubble(f) })
	}()
	report(t, call, first(answer), want, rule)
}

// first returns what came first when answers has been closed, or after a while.
func first(answers <-chan string) string {
	deadline := time.After(5 * time.Second)
	got := ""
	for {
		select {
		case a, open := <-answers:
			if !open {
				return got
			}
			got = cmp.Or(got, a)
		case <-deadline:
			return cmp.Or(got, "Try hangs: a goroutine waits for a mutex, or runs without a pause")
		}
	}
}

// inBubble bounds f by an hour of the bubble's time.
func inBubble(f func(*deaf) string) string {
	d := &deaf{release: make(chan error), over: make(chan struct{})}
	defer close(d.over)
	answer := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				answer <- fmt.Sprintf("panic: %v", p)
			}
		}()
		answer <- f(d)
	}()
	select {
	case got := <-answer:
		return got
	case <-time.After(time.Hour):
		return "no answer for an hour: Try waits for the check, or never calls it"
	}
}

// report is what a failed case prints.
func report(t *testing.T, call, got, want, rule string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day144_healthcheck/pace.go\n    edit: exercises/day144_healthcheck/02_timeout/timeout.go", call, got, want, rule)
	}
}
