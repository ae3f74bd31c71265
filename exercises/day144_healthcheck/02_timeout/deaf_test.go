package timeout

import (
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
	answer := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				select {
				case answer <- fmt.Sprintf("panic: %v", p):
				default: // there is a better answer
				}
			}
		}()
		synctest.Test(t, func(*testing.T) { answer <- inBubble(f) })
	}()
	got := "Try hangs: a goroutine waits for a mutex, or runs without a pause"
	select {
	case got = <-answer:
	case <-time.After(5 * time.Second):
	}
	report(t, call, got, want, rule)
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
