// Package alertstate is the state machine of an alert rule, as Prometheus runs it.
package alertstate

import (
	"slices"
	"time"
)

// State is where one alert stands.
type State string

// The states.
const (
	Inactive State = "inactive"
	Pending  State = "pending"
	Firing   State = "firing"
	Resolved State = "resolved"
)

// Rule says how long the expression must be true before the alert fires, and how
// long it fires on after it became false.
type Rule struct {
	For           time.Duration
	KeepFiringFor time.Duration
}

// Machine holds the alerts of one rule, one for each label set.
type Machine struct {
	rule   Rule
	alerts map[string]*alert
}

// alert has its own clocks: two label sets become true at different times.
type alert struct {
	state    State
	activeAt time.Time // the first of the true evaluations in a row
	falseAt  time.Time // the first false one while firing; zero when true
}

// New returns a Machine in which every alert is inactive.
func New(r Rule) *Machine {
	return &Machine{rule: r, alerts: map[string]*alert{}}
}

// Eval takes one evaluation at now: the label sets for which the expression is
// true, none of them twice. now is never before that of the last evaluation. With
// an error nothing is known: no state and no clock changes, whatever active holds.
// Eval does not keep active: the caller may write into it afterwards.
func (m *Machine) Eval(now time.Time, active []string, err error) {
	if err != nil {
		return
	}
	for _, set := range active {
		a := m.alerts[set]
		if a == nil || a.state == Resolved {
			a = &alert{state: Pending, activeAt: now}
			m.alerts[set] = a
		}
		a.falseAt = time.Time{}
		if a.state == Pending && now.Sub(a.activeAt) >= m.rule.For {
			a.state = Firing
		}
	}
	for set, a := range m.alerts {
		if !slices.Contains(active, set) {
			m.isFalse(set, a, now)
		}
	}
}

func (m *Machine) isFalse(set string, a *alert, now time.Time) {
	switch a.state {
	case Pending: // For wants it true all along
		delete(m.alerts, set)
	case Firing:
		if a.falseAt.IsZero() {
			a.falseAt = now
		}
		if now.Sub(a.falseAt) >= m.rule.KeepFiringFor {
			a.state = Resolved
		}
	}
}

// State returns the state of the alert for a label set. What has resolved stays
// resolved until it is true again. Asking changes nothing.
func (m *Machine) State(set string) State {
	if a := m.alerts[set]; a != nil {
		return a.state
	}
	return Inactive
}
