package rules

import (
	"bytes"
	"encoding/json"
	"time"

	alerting "workbook/day146_alerting"
)

// Rule is one rule of a Prometheus rule file: a recording rule if Record is
// set, an alert if Alert is. Its JSON form is Prometheus's own.
type Rule struct {
	Record        string
	Alert         string
	Expr          string
	For           time.Duration
	KeepFiringFor time.Duration
	Labels        map[string]string
	Annotations   map[string]string
}

// Group is a list of rules that Prometheus evaluates one after the other, so
// that an alert sees what a recording rule above it has just recorded.
type Group struct {
	Name  string `json:"name"`
	Rules []Rule `json:"rules"`
}

// ruleJSON is how Prometheus writes a rule: durations are text, and what is
// empty is left out, since "record" beside "alert" is an error even when empty.
type ruleJSON struct {
	Record        string            `json:"record,omitempty"`
	Alert         string            `json:"alert,omitempty"`
	Expr          string            `json:"expr"`
	For           string            `json:"for,omitempty"`
	KeepFiringFor string            `json:"keep_firing_for,omitempty"`
	Labels        map[string]string `json:"labels,omitempty"`
	Annotations   map[string]string `json:"annotations,omitempty"`
}

// MarshalJSON writes the rule as Prometheus reads it.
func (r Rule) MarshalJSON() ([]byte, error) {
	out := ruleJSON{Record: r.Record, Alert: r.Alert, Expr: r.Expr, Labels: r.Labels, Annotations: r.Annotations}
	if r.For > 0 {
		out.For = alerting.FormatDuration(r.For)
	}
	if r.KeepFiringFor > 0 {
		out.KeepFiringFor = alerting.FormatDuration(r.KeepFiringFor)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // ">" is in every expression, and people read the file
	err := e.Encode(out)
	return b.Bytes(), err
}
