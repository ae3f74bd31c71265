package healthcheck_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// TestStuckCheckIsBounded hangs a check that ignores its context for a
// thousand ticks, then lets it go with a pass that nobody wants any more.
func TestStuckCheckIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const ticks = 1000
		d := answers(nil)
		before := runtime.NumGoroutine()
		p, logged, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second, Timeout: 100 * time.Millisecond, Fails: 1, Passes: 2})
		advance(1500 * time.Millisecond) // two passes: ready
		release := make(chan error)
		d.now(func(context.Context) error { return <-release })
		stuckSince := time.Now().Add(500 * time.Millisecond).UTC().Format(time.RFC3339)
		for range ticks {
			advance(time.Second)
			// Two for Run and the function that waits for it, two for the check.
			if got, want := runtime.NumGoroutine()-before, 1+2; got > want {
				t.Fatalf("goroutines: got %d, want at most %d", got, want)
			}
		}
		if got, want := d.called(), 2+1; got != want {
			t.Errorf("calls: got %d, want %d: two passes and the one that hangs", got, want)
		}
		body := ask(p.Readyz, "GET", "/?verbose").Body.String()
		if want := "stuck since " + stuckSince; !strings.Contains(body, want) {
			t.Errorf("Readyz: got %q, want it to say %q", body, want)
		}
		if got, want := strings.Count(logged.String(), "ignores its context"), 1; got != want {
			t.Errorf("log lines about it: got %d, want %d", got, want)
		}
		release <- nil
		synctest.Wait()
		d.gives(errors.New("down"))
		if body := ask(p.Readyz, "GET", "/?verbose").Body.String(); strings.Contains(body, "stuck") || !strings.HasPrefix(body, "not ready\n[-] db failing") {
			t.Errorf("Readyz after the late pass: got %q, want failing and not stuck", body)
		}
		d.gives(nil)
		advance(2 * time.Second)
		if err := p.Ready(); err != nil {
			t.Errorf("Ready after two passes in time: got %v, want nil", err)
		}
		stop()
	})
}

// TestAttemptWaitsForTheLateCall has a check that always takes 1.5 paces. The
// attempts between must fail too, or it would be red only half as fast.
func TestAttemptWaitsForTheLateCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		p, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: 2 * time.Second, Timeout: time.Second, Fails: 3})
		defer stop()
		d.now(func(context.Context) error { <-time.After(3 * time.Second); return nil })
		advance(3*2*time.Second + time.Second)
		if p.Ready() == nil {
			t.Errorf("a check that never answers in time: got ready after Every x Fails + Timeout, want not ready")
		}
	})
}

// TestWaitingAttemptStarts: an attempt that found the old call still out gets
// its own as soon as that one leaves, and need not wait for the next tick.
func TestWaitingAttemptStarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		_, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: 2 * time.Second, Timeout: time.Second})
		defer stop()
		d.now(func(context.Context) error { <-time.After(2500 * time.Millisecond); return nil })
		advance(2 * time.Second) // the call that comes back at 4.5s has begun
		d.gives(nil)
		advance(2500*time.Millisecond - 1)
		if got, want := d.called(), 2; got != want {
			t.Errorf("calls just before the late one leaves: got %d, want %d", got, want)
		}
		advance(1)
		if got, want := d.called(), 3; got != want {
			t.Errorf("calls once it has left: got %d, want %d", got, want)
		}
	})
}

// TestHangingIsNotDeaf: a check that hangs until its context ends, with a
// Timeout as long as Every, is told to stop in the moment of the next tick.
// That is no reason to say that it ignores its context.
func TestHangingIsNotDeaf(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			_, logged, stop := start(t, healthcheck.Check{Name: "db", Func: hang, Every: time.Second, Timeout: time.Second})
			defer stop()
			advance(10 * time.Second)
			if got, want := logged.String(), "ignores"; strings.Contains(got, want) {
				t.Errorf("log: got %q, want no %q in it", got, want)
			}
		})
	}
}
