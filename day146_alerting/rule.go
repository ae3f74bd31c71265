package alerting

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
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

// ruleFile is a whole rule file. Prometheus reads YAML, and JSON is YAML: writing
// JSON needs no library, quotes every string, and cannot be indented wrongly.
type ruleFile struct {
	Groups []Group `json:"groups"`
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
		out.For = promDuration(r.For)
	}
	if r.KeepFiringFor > 0 {
		out.KeepFiringFor = promDuration(r.KeepFiringFor)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // ">" is in every expression, and people read the file
	err := e.Encode(out)
	return b.Bytes(), err
}

// ParseDuration reads a duration as Prometheus writes it: whole numbers with the
// units w, d, h, m, s, ms, such as 30d, 1h30m or 500ms.
func ParseDuration(s string) (time.Duration, error) {
	if s == "" {
		return 0, errors.New("empty duration: want one such as 1h30m")
	}
	var total time.Duration
	for rest := s; rest != ""; {
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 {
			return 0, fmt.Errorf("duration %.64q: want a number and a unit, such as 1h30m", s)
		}
		n, err := strconv.ParseInt(rest[:i], 10, 32)
		unit := rest[i:]
		if j := strings.IndexAny(unit, "0123456789"); j >= 0 {
			unit = unit[:j]
		}
		// Prometheus knows a year as well; no window of an alert is that long.
		size := map[string]time.Duration{"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour,
			"m": time.Minute, "s": time.Second, "ms": time.Millisecond}[unit]
		if err != nil || size == 0 || time.Duration(n) > (1<<63-1-total)/size {
			return 0, fmt.Errorf("duration %.64q: want whole numbers with the units w, d, h, m, s, ms", s)
		}
		total += time.Duration(n) * size
		rest = rest[i+len(unit):]
	}
	return total, nil
}
