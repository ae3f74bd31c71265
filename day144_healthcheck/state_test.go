package healthcheck // inside: these tests run the state without a clock

import (
	"math/rand/v2"
	"testing"
	"time"
)

const pass, fail = true, false

func TestStateCountsConsecutiveResults(t *testing.T) {
	tests := []struct {
		name    string
		results []bool // one second apart
		want    health
	}{
		{"nothing known", []bool{}, unknown},
		{"the first failure is named at once", []bool{fail}, failing},
		{"one pass is not two", []bool{pass}, unknown},
		{"two passes", []bool{pass, pass}, passing},
		{"three failures in all, never three in a row", []bool{pass, pass, fail, fail, pass, fail, fail, pass, fail, fail}, passing},
		{"three in a row", []bool{pass, pass, fail, fail, fail}, failing},
		{"two passes in all, never two in a row", []bool{pass, pass, fail, fail, fail, pass, fail, pass, fail}, failing},
		{"back after two in a row", []bool{pass, pass, fail, fail, fail, pass, pass}, passing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newState(Check{Name: "c", Fails: 3, Passes: 2, MaxAge: time.Hour})
			if got := replay(&s, tt.results); got != tt.want {
				t.Errorf("after %v: got %q, want %q", tt.results, got, tt.want)
			}
		})
	}
}

func replay(s *state, results []bool) health {
	now := time.Unix(0, 0)
	for _, r := range results {
		now = now.Add(time.Second)
		if r == pass {
			s.pass(now)
		} else {
			s.fail(now)
		}
	}
	return s.view.health
}

func TestStateExpiresStrictlyAfterMaxAge(t *testing.T) {
	s := newState(Check{Name: "c", Fails: 1, Passes: 1, MaxAge: time.Minute})
	start := time.Unix(0, 0)
	s.pass(start)
	for _, tt := range []struct {
		age  time.Duration
		want health
	}{{time.Minute - 1, passing}, {time.Minute, passing}, {time.Minute + 1, stale}, {time.Hour, stale}} {
		if s.expire(start.Add(tt.age)); s.view.health != tt.want {
			t.Errorf("%v after the last pass: got %q, want %q", tt.age, s.view.health, tt.want)
		}
	}
	if want := start.Add(time.Minute + 1); !s.view.since.Equal(want) {
		t.Errorf("stale since: got %v, want %v", s.view.since, want)
	}
}

// TestStateAgainstModel compares a state with the rule as one would say it:
// look back over everything that ever happened, for each question anew.
func TestStateAgainstModel(t *testing.T) {
	for seed := range uint64(rounds(t, 10_000)) {
		r := rand.New(rand.NewPCG(seed, 144))
		c := Check{Name: "c", Fails: 1 + r.IntN(4), Passes: 1 + r.IntN(4), MaxAge: time.Duration(3+r.IntN(5)) * time.Second}
		s, m := newState(c), model{check: c, health: unknown}
		now := time.Unix(0, 0)
		for range 40 {
			now = now.Add(time.Duration(1+r.IntN(3)) * time.Second)
			s.expire(now)
			m.expire(now)
			if r.IntN(4) > 0 {
				ok := r.IntN(2) == 0
				if ok {
					s.pass(now)
				} else {
					s.fail(now)
				}
				m.result(ok, now)
			}
			if got, want := s.view.health, m.health; got != want {
				t.Fatalf("seed %d, %+v, history %v: got %q, want %q", seed, c, m.history, got, want)
			}
		}
	}
}

// A model keeps the history and counts backwards through it.
type model struct {
	check    Check
	health   health
	history  []bool
	lastPass time.Time
	expired  int // passes before this index no longer count
}

func (m *model) result(ok bool, now time.Time) {
	m.history = append(m.history, ok)
	run := 0
	for i := len(m.history) - 1; i >= 0 && m.history[i] == ok; i-- {
		if !ok || i >= m.expired {
			run++
		}
	}
	switch {
	case ok && run >= m.check.Passes:
		m.health = passing
	case !ok && (run >= m.check.Fails || m.health == unknown):
		m.health = failing
	}
	if ok {
		m.lastPass = now
	}
}

func (m *model) expire(now time.Time) {
	if m.health == passing && now.Sub(m.lastPass) > m.check.MaxAge {
		m.health, m.expired = stale, len(m.history)
	}
}
