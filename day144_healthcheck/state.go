package healthcheck

import "time"

// health is what a check's results so far amount to.
type health string

const (
	unknown health = "unknown" // no result yet: not ready
	passing health = "ok"
	failing health = "failing"
	stale   health = "stale" // the last pass is older than MaxAge
)

// A view is the public face of one check: no error text, by construction.
type view struct {
	name       string
	optional   bool
	beat       bool
	health     health
	since      time.Time // when health last changed; zero while unknown
	stuckSince time.Time // start of the call that overran; zero when none does
	excluded   bool
}

// red reports whether v keeps a verdict from being green.
func (v view) red() bool { return v.health != passing && !v.optional && !v.excluded }

// A state turns the results of one check into its health. It reads no clock:
// every method is given the time, so that a test can give it any.
type state struct {
	check    Check
	view     view
	fails    int // consecutive: a pass sets it to zero
	passes   int // consecutive: a failure sets it to zero
	lastPass time.Time
}

func newState(c Check) state {
	return state{check: c, view: view{name: c.Name, optional: c.Optional, beat: c.beat, health: unknown}}
}

// pass records a success that arrived at now.
func (s *state) pass(now time.Time) {
	s.fails = 0
	s.passes++
	s.lastPass = now
	if s.passes >= s.check.Passes {
		s.set(passing, now)
	}
}

// fail records a failure at now. A check that has never passed is red already,
// so its first failure is named at once and need not come Fails times.
func (s *state) fail(now time.Time) {
	s.passes = 0
	s.fails++
	if s.fails >= s.check.Fails || s.view.health == unknown {
		s.set(failing, now)
	}
}

// expires is the first moment at which the last pass is older than MaxAge,
// which is one nanosecond after it is exactly that old. ok is false when
// nothing can expire.
func (s *state) expires() (at time.Time, ok bool) {
	return s.lastPass.Add(s.check.MaxAge + 1), s.view.health == passing
}

// expire turns a green check stale when its time has come.
func (s *state) expire(now time.Time) {
	if at, ok := s.expires(); ok && !now.Before(at) {
		s.passes = 0
		s.set(stale, now)
	}
}

// set changes the health. Stale becomes failing by Fails failures, which is
// the same red under a better name; since moves only when the name does.
func (s *state) set(h health, now time.Time) {
	if s.view.health != h {
		s.view.health, s.view.since = h, now
	}
}
