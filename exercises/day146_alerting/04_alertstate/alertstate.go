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
// true, none of them twice. now is never before that of the last evaluation. With
// an error nothing is known: no state and no clock changes, whatever active holds.
// Eval does not keep active: the caller may write into it afterwards.
func (m *Machine) Eval(now time.Time, active []string, err error) {
	// TODO: move the alert of each label set on.
}

// State returns the state of the alert for a label set. What has resolved stays
// resolved until it is true again. Asking changes nothing.
func (m *Machine) State(set string) State {
	// TODO: look it up.
	return ""
}
