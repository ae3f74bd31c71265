package rules

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"workbook/day146_alerting/promql"
)

// State is where an alert stands.
type State int

// The states of an alert. The zero value is an alert that does not exist.
const (
	Inactive State = iota
	Pending        // true, but not yet for as long as "for" asks
	Firing         // true for long enough
	Resolved       // fired, and is no longer true
)

// String returns inactive, pending, firing or resolved.
func (s State) String() string {
	if s < Inactive || s > Resolved {
		return fmt.Sprintf("State(%d)", int(s))
	}
	return [...]string{"inactive", "pending", "firing", "resolved"}[s]
}

// resolvedFor is how long a resolved alert stays visible.
const resolvedFor = 15 * time.Minute

// ErrDuplicateAlert is returned when two elements of a result end up with the
// same labels: the alert would not know which of them it is.
var ErrDuplicateAlert = errors.New("two elements with the same labels after applying alert labels")

// Alert is one alert of a rule: one set of labels, with a clock of its own.
type Alert struct {
	Labels      promql.Labels // of the element and the rule, and alertname; its identity
	Annotations map[string]string
	State       State
	Value       float64   // of the last evaluation in which it was true
	ActiveAt    time.Time // the evaluation that found it true first
	FiredAt     time.Time // zero until it fires
	KeptSince   time.Time // first false evaluation under KeepFiringFor, else zero
	ResolvedAt  time.Time // zero until it resolves
}

// Machine turns the results of one alert rule into states. Time passes only in
// Eval: between two evaluations nothing can be known, so nothing happens. It is
// not safe for concurrent use.
type Machine struct {
	rule   Rule
	active map[string]*Alert
}

// NewMachine returns a Machine with no alerts. It panics if the rule is not an
// alert.
func NewMachine(r Rule) *Machine {
	if r.Alert == "" {
		panic("rules: NewMachine needs a Rule with Alert set; a recording rule has no state")
	}
	return &Machine{rule: r, active: map[string]*Alert{}}
}

// Rule returns the rule that the Machine was made of.
func (m *Machine) Rule() Rule { return m.rule }

// Eval takes the result of the rule's expression at now: one element for each
// label set for which it is true. An error (of the query, or ErrDuplicateAlert)
// leaves every state and every clock as it was: not knowing is not the same as
// being well, and an alert that waits goes on waiting. The same holds for a time in
// which nobody evaluated. Times should rise: when now falls, by a clock that was set
// back, everything waits until it has caught up, and nothing fires or ends too early.
func (m *Machine) Eval(now time.Time, result []promql.Sample, err error) error {
	if err != nil {
		return fmt.Errorf("evaluating %s: %w", m.rule.Alert, err)
	}
	found := map[string]*Alert{}
	for _, s := range result {
		a := m.rule.instance(now, s)
		key := string(a.Labels.AppendKey(nil))
		if found[key] != nil {
			return fmt.Errorf("evaluating %s: %w: %.64s", m.rule.Alert, ErrDuplicateAlert, a.Labels)
		}
		found[key] = a
	}
	for key, a := range found {
		m.isTrue(key, a, now)
	}
	for key, a := range m.active {
		if found[key] == nil && !m.isFalse(a, now) {
			delete(m.active, key)
		}
	}
	return nil
}

// instance returns the alert that one element of a result stands for.
func (r Rule) instance(now time.Time, s promql.Sample) *Alert {
	given := map[string]string{}
	for _, l := range s.Labels {
		given[l.Name] = l.Value
	}
	ls := s.Labels.With("__name__", "")
	for name, text := range r.Labels {
		ls = ls.With(name, expand(text, given, s.Value))
	}
	a := &Alert{Labels: ls.With("alertname", r.Alert), Annotations: map[string]string{},
		State: Pending, Value: s.Value, ActiveAt: now}
	for name, text := range r.Annotations {
		a.Annotations[name] = expand(text, given, s.Value)
	}
	return a
}

// isTrue moves an alert on, starting a new one where there is none. One that
// resolved starts again from pending: its old clock is history.
func (m *Machine) isTrue(key string, fresh *Alert, now time.Time) {
	a := m.active[key]
	if a == nil || a.State == Resolved {
		a = fresh
		m.active[key] = a
	}
	a.Value, a.Annotations, a.KeptSince = fresh.Value, fresh.Annotations, time.Time{}
	// >= and not >: with evaluations every minute, "for: 2m" is three true ones.
	if a.State == Pending && now.Sub(a.ActiveAt) >= m.rule.For {
		a.State, a.FiredAt = Firing, now
	}
}

// isFalse moves an alert on that is no longer true; keep is false to forget it.
func (m *Machine) isFalse(a *Alert, now time.Time) (keep bool) {
	switch a.State {
	case Pending: // one false evaluation is enough: "for" wants it true all along
		return false
	case Resolved:
		return now.Sub(a.ResolvedAt) <= resolvedFor
	}
	if m.rule.KeepFiringFor > 0 {
		if a.KeptSince.IsZero() { // counts from the first false one, not the last true
			a.KeptSince = now
		}
		if now.Sub(a.KeptSince) < m.rule.KeepFiringFor {
			return true
		}
	}
	a.State, a.ResolvedAt = Resolved, now
	return true
}

// Alerts returns copies of all alerts that are not inactive, sorted by labels.
func (m *Machine) Alerts() []Alert {
	out := make([]Alert, 0, len(m.active))
	for _, a := range m.active {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Alert) int {
		return slices.Compare(a.Labels.AppendKey(nil), b.Labels.AppendKey(nil))
	})
	return out
}
