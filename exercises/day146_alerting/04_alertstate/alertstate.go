// Package alertstate is the state machine of an alert rule, as Prometheus runs it.
package alertstate

import "time"

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
	// TODO: what must be remembered, and for what?
}

// New returns a Machine in which every alert is inactive.
func New(r Rule) *Machine {
	// TODO: keep the rule.
	return &Machine{}
}

// Eval takes one evaluation at now: the label sets for which the expression is
// true. With an error nothing is known: no state and no clock changes.
func (m *Machine) Eval(now time.Time, active []string, err error) {
	// TODO: move the alert of each label set on.
}

// State returns the state of the alert for a label set.
func (m *Machine) State(set string) State {
	// TODO: look it up.
	return ""
}
