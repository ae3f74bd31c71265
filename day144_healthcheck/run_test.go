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

// TestTimeToUnready breaks a dependency at the worst moment, just after an
// attempt has passed, and looks for the exact instant at which it shows.
func TestTimeToUnready(t *testing.T) {
	failNow := func(context.Context) error { return errors.New("down") }
	for _, tt := range []struct {
		name           string
		every, timeout time.Duration
		fails          int
		fault          func(context.Context) error // nil ignores its context
		want           time.Duration
	}{
		{"one failure", 5 * time.Second, time.Second, 1, failNow, 5 * time.Second},
		{"three failures", 5 * time.Second, time.Second, 3, failNow, 15 * time.Second},
		{"hangs", 5 * time.Second, time.Second, 1, hang, 6 * time.Second},
		{"hangs, three failures", 5 * time.Second, time.Second, 3, hang, 16 * time.Second},
		{"timeout as long as every", time.Second, time.Second, 3, hang, 4 * time.Second},
		{"ignores its context", 5 * time.Second, time.Second, 3, nil, 16 * time.Second},
		{"ignores it, timeout as long as every", time.Second, time.Second, 5, nil, 6 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := answers(nil)
				p, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: tt.every, Timeout: tt.timeout, Fails: tt.fails})
				release := make(chan struct{})
				d.now(func(ctx context.Context) error {
					if tt.fault == nil {
						<-release
						return nil
					}
					return tt.fault(ctx)
				})
				advance(tt.want - 1)
				if err := p.Ready(); err != nil {
					t.Errorf("a nanosecond before %v: got %v, want ready", tt.want, err)
				}
				advance(1)
				if err := p.Ready(); err == nil {
					t.Errorf("after %v: got ready, want not ready", tt.want)
				}
				if bound := tt.every*time.Duration(tt.fails) + tt.timeout; tt.want > bound {
					t.Errorf("the case wants %v, over the promise of %v", tt.want, bound)
				}
				close(release)
				stop()
			})
		})
	}
}

// TestMaxAgeIsExact lets a check be busy: neither a pass nor a failure, so
// that nothing but the age of the last pass can decide.
func TestMaxAgeIsExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const maxAge = 30 * time.Second
		d := answers(nil)
		p, logged, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second, Fails: 2, MaxAge: maxAge})
		defer stop()
		d.gives(healthcheck.ErrBusy)
		advance(maxAge)
		if err := p.Ready(); err != nil {
			t.Errorf("at exactly %v: got %v, want ready", maxAge, err)
		}
		advance(1)
		if got, want := p.Ready(), "not ready: db stale"; got == nil || got.Error() != want {
			t.Errorf("a nanosecond later: got %v, want %q", got, want)
		}
		if got, want := logged.String(), "the last pass is older than 30s"; strings.Count(got, want) != 1 {
			t.Errorf("log: got %q, want %q once", got, want)
		}
		d.gives(nil)
		advance(time.Second)
		if err := p.Ready(); err != nil {
			t.Errorf("after a pass: got %v, want ready", err)
		}
	})
}

// TestMaxAgeByDefault is 2 x Every x Fails + Timeout.
func TestMaxAgeByDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const maxAge = 2*4*3*time.Second + 2*time.Second
		d := answers(nil)
		p, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: 4 * time.Second, Timeout: 2 * time.Second})
		defer stop()
		d.gives(healthcheck.ErrBusy)
		advance(maxAge)
		if err := p.Ready(); err != nil {
			t.Errorf("at exactly %v: got %v, want ready", maxAge, err)
		}
		advance(1)
		if got, want := p.Ready(), "not ready: db stale"; got == nil || got.Error() != want {
			t.Errorf("a nanosecond later: got %v, want %q", got, want)
		}
	})
}

func TestPanicsStayInside(t *testing.T) {
	for name, f := range map[string]func(context.Context) error{
		"panic":     func(context.Context) error { panic("nil map") },
		"panic nil": func(context.Context) error { panic(nil) },
		"goexit":    func(context.Context) error { runtime.Goexit(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := answers(nil)
				p, logged, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Fails: 1})
				defer stop()
				d.now(f)
				advance(5 * time.Second)
				if p.Ready() == nil {
					t.Errorf("Ready: got nil, want an error")
				}
				if got, want := logged.String(), strings.Fields(name)[0]; !strings.Contains(strings.ToLower(got), want) {
					t.Errorf("log: got %q, want it to mention %q", got, want)
				}
				d.gives(nil)
				advance(5 * time.Second)
				if err := p.Ready(); err != nil {
					t.Errorf("Ready once it behaves: got %v, want nil", err)
				}
			})
		})
	}
}

func TestRunEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		p, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second, Timeout: time.Second},
			healthcheck.Check{Name: "slow", Func: hang, Every: time.Hour, Timeout: time.Hour, Optional: true})
		if err := p.Run(t.Context()); err == nil {
			t.Errorf("a second Run: got nil, want an error")
		}
		if err := p.Ready(); err != nil {
			t.Errorf("Ready: got %v, want nil", err)
		}
		stop() // the bubble fails if anything is left
		if got, want := p.Ready(), "not ready: db unknown"; got == nil || got.Error() != want {
			t.Errorf("Ready after Run: got %v, want %q: nobody looks any more", got, want)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- p.Run(ctx) }()
		synctest.Wait()
		if err := p.Ready(); err != nil {
			t.Errorf("Ready in the next Run: got %v, want nil", err)
		}
		cancel()
		<-done
	})
}

// TestEndOfRunIsNotAFailure: a check that stops when told to says so with an
// error, and that must not look like an outage in the log of every shutdown.
func TestEndOfRunIsNotAFailure(t *testing.T) {
	for range 50 { // which of two events is seen first is up to select
		synctest.Test(t, func(t *testing.T) {
			_, logged, stop := start(t, healthcheck.Check{Name: "db", Func: hang})
			stop()
			if got, want := logged.String(), ""; got != want {
				t.Errorf("log: got %q, want %q", got, want)
			}
		})
	}
}

// TestRunWaitsForAStuckCheck pins the promise from its unpleasant side.
func TestRunWaitsForAStuckCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan error)
		p, err := healthcheck.New(healthcheck.Check{Name: "db", Func: func(context.Context) error { return <-release }})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- p.Run(ctx) }()
		synctest.Wait()
		cancel()
		synctest.Wait()
		select {
		case <-done:
			t.Errorf("Run returned while its check was still running")
		default:
		}
		release <- nil // a pass after the end: must not show either
		<-done
		if p.Ready() == nil {
			t.Errorf("Ready after Run: got nil, want an error")
		}
	})
}
