package healthcheck // inside: these tests give a pace late timers

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestUnreadyWithinTheBound breaks a dependency at any moment and in any way,
// and wants what the documentation of Check promises: green before, and red
// Every x Fails + Timeout later at the latest, plus as much as the timers are
// late: once to begin the last attempt and once to end it.
func TestUnreadyWithinTheBound(t *testing.T) {
	for seed := range uint64(rounds(t, 2000)) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 144))
			every := time.Duration(1+r.IntN(100)) * 100 * time.Millisecond
			check := Check{Name: "db", Every: every, Timeout: 1 + time.Duration(r.Int64N(int64(every))), Fails: 1 + r.IntN(5)}
			if r.IntN(2) == 0 {
				check.Timeout = every
			}
			lateness := time.Duration(r.IntN(2)) * every / 20
			d := newBreakable(check, r.IntN(4))
			p := startPace(t, d.check, lateness, r)
			<-time.After(time.Duration(r.Int64N(int64(10*every))) + lateness)
			synctest.Wait()
			if got, want := p.health(), passing; got != want {
				t.Errorf("seed %d, %+v: before the fault: got %q, want %q", seed, check, got, want)
			}
			close(d.faulty)
			<-time.After(every*time.Duration(check.Fails) + check.Timeout + 2*lateness)
			synctest.Wait()
			if p.health() == passing {
				t.Errorf("seed %d: Every %v, Timeout %v, Fails %d, timers up to %v late, fault %d: got green after the bound, want red",
					seed, every, check.Timeout, check.Fails, lateness, d.way)
			}
			close(d.release)
			p.stop()
		})
	}
}

// TestLateTimersLoseNoFailure has the Timeout as long as Every, as a short
// Every has by default, and a check that hangs. Each tick must come to a
// failure, though the timers are late, each by a little more or less.
func TestLateTimersLoseNoFailure(t *testing.T) {
	const every, lateness = 200 * time.Millisecond, 2 * time.Millisecond
	for seed := range uint64(rounds(t, 200)) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 144))
			d := newBreakable(Check{Name: "db", Every: every}, untilTold)
			p := startPace(t, d.check, lateness, r)
			<-time.After(10 * time.Millisecond)
			close(d.faulty)
			<-time.After(3*every + every + 2*lateness)
			synctest.Wait()
			if got, want := p.health(), failing; got != want {
				t.Errorf("seed %d: Every and Timeout %v, Fails 3, timers up to %v late, %v after the fault: got %q, want %q",
					seed, every, lateness, 4*every, got, want)
			}
			p.stop()
		})
	}
}

// TestResultInTimeCounts: the goroutine of a check is held up, and finds the
// result, the end of the attempt and the next tick all at once.
func TestResultInTimeCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Check{Name: "db", Func: func(context.Context) error { return nil }}.withDefaults(),
			slog.New(slog.DiscardHandler), func(view) {})
		p.next = time.Now()
		p.wake(t.Context(), time.Now())
		synctest.Wait() // it passes at once
		p.wake(t.Context(), time.Now().Add(p.state.check.Every))
		if got, want := p.state.view.health, passing; got != want {
			t.Errorf("a pass in time, seen late: got %q, want %q", got, want)
		}
		synctest.Wait()
	})
}

// A breakable dependency passes until faulty is closed.
type breakable struct {
	check   Check
	way     int
	faulty  chan struct{}
	release chan struct{} // ends the calls that hang for good
}

// The ways of a breakable dependency not to pass.
const (
	atOnce    = iota
	lateDeaf  // passes too late, and does not look at its context
	untilTold // hangs until its context ends
	forGood
)

func newBreakable(check Check, way int) *breakable {
	d := &breakable{check: check, way: way, faulty: make(chan struct{}), release: make(chan struct{})}
	d.check.Func = d.ask
	d.check = d.check.withDefaults()
	return d
}

func (d *breakable) ask(ctx context.Context) error {
	select {
	case <-d.faulty:
	default:
		return nil
	}
	switch d.way {
	case atOnce:
		return errors.New("down")
	case lateDeaf:
		<-time.After(d.check.Timeout + d.check.Every/3)
		return nil
	case untilTold:
		<-ctx.Done()
		return ctx.Err()
	}
	<-d.release
	return nil
}

// A running pace, what it has shown last, and how to end it.
type running struct {
	shown *atomic.Pointer[view]
	stop  func()
}

// startPace runs a pace whose timers are late, each by up to lateness.
func startPace(t *testing.T, check Check, lateness time.Duration, r *rand.Rand) running {
	shown := new(atomic.Pointer[view])
	shown.Store(&view{health: unknown})
	p := newPace(check, slog.New(slog.DiscardHandler), func(v view) { shown.Store(&v) })
	own := rand.New(rand.NewPCG(r.Uint64(), r.Uint64())) // the test goes on drawing from r
	p.after = func(d time.Duration) <-chan time.Time {
		return time.After(d + time.Duration(own.Int64N(int64(lateness)+1)))
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); p.run(ctx) }()
	return running{shown, func() { cancel(); <-done }}
}

// health is what the pace has shown last.
func (p running) health() health { return p.shown.Load().health }
