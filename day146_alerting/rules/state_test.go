package rules_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
)

// play evaluates a rule every minute on a script, one word for each evaluation: true, false or error, and
// true/false for two label sets. It returns the states after each evaluation in the same form.
func play(t *testing.T, r rules.Rule, script string) string {
	t.Helper()
	m, states, now := rules.NewMachine(r), []string(nil), at(0)
	for _, evaluation := range strings.Fields(script) {
		var result []promql.Sample
		var err error
		if evaluation == "error" {
			err = errors.New("query timed out")
		}
		sets := strings.Split(evaluation, "/")
		for i, set := range sets {
			if set == "true" {
				result = append(result, sample("ratio", 1, "set", fmt.Sprint(i)))
			}
		}
		if got := m.Eval(now, result, err); !errors.Is(got, err) {
			t.Errorf("Eval at %v = %v, want %v", now, got, err)
		}
		states = append(states, statesOf(m, len(sets)))
		now = now.Add(time.Minute)
	}
	return strings.Join(states, " ")
}

// statesOf joins the states of the first sets.
func statesOf(m *rules.Machine, sets int) string {
	states := make([]string, sets)
	for i := range states {
		states[i] = rules.Inactive.String()
		for _, a := range m.Alerts() {
			if a.Labels.Get("set") == fmt.Sprint(i) {
				states[i] = a.State.String()
			}
		}
	}
	return strings.Join(states, "/")
}

func TestStates(t *testing.T) {
	hold := func(m int) rules.Rule { return rules.Rule{Alert: "A", For: time.Duration(m) * time.Minute} }
	keep := func(m int) rules.Rule {
		return rules.Rule{Alert: "A", KeepFiringFor: time.Duration(m) * time.Minute}
	}
	tests := []struct {
		name         string
		rule         rules.Rule
		script, want string
	}{
		{"no for fires at once", hold(0),
			"false true false", "inactive firing resolved"},
		{"for 2m is three evaluations", hold(2),
			"true true true true", "pending pending firing firing"},
		{"one false tick drops a pending alert", hold(2),
			"true true false true true true", "pending pending inactive pending pending firing"},
		{"for is not the total time", hold(2),
			"true false true false true false true", "pending inactive pending inactive pending inactive pending"},
		{"fires when just long enough", hold(1),
			"true true", "pending firing"},
		{"firing ends at the first false", hold(1),
			"true true false false", "pending firing resolved resolved"},
		{"resolved starts again from pending", hold(2),
			"true true true false true true true", "pending pending firing resolved pending pending firing"},
		{"an error leaves pending alone, and its clock runs", hold(3),
			"true error error true", "pending pending pending firing"},
		{"an error leaves firing alone", hold(1),
			"true true error false", "pending firing firing resolved"},
		{"an error does not fire by itself", hold(1),
			"true error error", "pending pending pending"},
		{"an error leaves inactive alone", hold(1),
			"error error", "inactive inactive"},
		{"keep_firing_for counts from the first false", keep(2),
			"true false false false", "firing firing firing resolved"},
		{"keep_firing_for starts over when true again", keep(2),
			"true false false true false false false", "firing firing firing firing firing firing resolved"},
		{"keep_firing_for does not keep pending", rules.Rule{Alert: "A", For: 2 * time.Minute, KeepFiringFor: time.Hour},
			"true true false", "pending pending inactive"},
		{"keep_firing_for and errors", keep(2),
			"true false error error false", "firing firing firing firing resolved"},
		{"each label set has its clock", hold(2),
			"true/false true/true true/true true/true", "pending/inactive pending/pending firing/pending firing/firing"},
		{"one set ends, the other stays", hold(1),
			"true/true true/true true/false false/true", "pending/pending firing/firing firing/resolved resolved/pending"},
		{"resolved is visible for 15 minutes", hold(0),
			"true" + strings.Repeat(" false", 17), "firing" + strings.Repeat(" resolved", 16) + " inactive"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := play(t, tt.rule, tt.script); got != tt.want {
				t.Errorf("states of %q with for=%v keep=%v\n got: %s\nwant: %s", tt.script, tt.rule.For, tt.rule.KeepFiringFor, got, tt.want)
			}
		})
	}
}

// TestTimesOfAlert: the clock reads the evaluations, not the time in between.
func TestTimesOfAlert(t *testing.T) {
	m := rules.NewMachine(rules.Rule{Alert: "A", For: 100 * time.Second})
	on := []promql.Sample{sample("ratio", .5)}
	for _, sec := range []int64{7, 67, 127, 187} {
		if err := m.Eval(at(sec), on, nil); err != nil {
			t.Fatal(err)
		}
	}
	m.Eval(at(247), nil, nil)
	a := m.Alerts()[0]
	if a.ActiveAt != at(7) || a.FiredAt != at(127) || a.ResolvedAt != at(247) || a.Value != .5 {
		t.Errorf("active %v, fired %v, resolved %v, value %v, want 7 s, 127 s, 247 s, 0.5",
			a.ActiveAt.Unix(), a.FiredAt.Unix(), a.ResolvedAt.Unix(), a.Value)
	}
}

// TestValueInLabelNeverFires is why Lint refuses it: every value is another alert.
func TestValueInLabelNeverFires(t *testing.T) {
	m := rules.NewMachine(rules.Rule{Alert: "A", For: time.Minute, Labels: map[string]string{"value": "{{ $value }}"}})
	for i := range 10 {
		m.Eval(at(int64(60*i)), []promql.Sample{sample("ratio", float64(i))}, nil)
		as := m.Alerts()
		if len(as) != 1 || as[0].State != rules.Pending || as[0].Labels.Get("value") != fmt.Sprint(i) {
			t.Fatalf("alerts at minute %d = %v, want one, pending, value=%d", i, as, i)
		}
	}
}

func TestLabelsOfAlert(t *testing.T) {
	m := rules.NewMachine(rules.Rule{Alert: "A", Labels: map[string]string{"severity": "page", "job": "rule wins", "who": "{{ $labels.team }}"},
		Annotations: map[string]string{"summary": "{{ $labels.team }}: {{ $value | humanizePercentage }}{{ $labels.nope }}"}})
	m.Eval(at(0), []promql.Sample{sample("ratio", .25, "job", "x", "team", "pay")}, nil)
	a := m.Alerts()[0]
	if got, want := a.Labels.String(), `{alertname="A",job="rule wins",severity="page",team="pay",who="pay"}`; got != want {
		t.Errorf("labels = %s, want %s", got, want)
	}
	if got, want := a.Annotations["summary"], "pay: 25%"; got != want {
		t.Errorf("summary = %q, want %q", got, want)
	}
}

func TestDuplicateLabels(t *testing.T) {
	m := rules.NewMachine(rules.Rule{Alert: "A", Labels: map[string]string{"set": "one for all"}})
	m.Eval(at(0), []promql.Sample{sample("ratio", 1, "set", "x")}, nil)
	err := m.Eval(at(60), []promql.Sample{sample("r", 1, "set", "x"), sample("r", 1, "set", "y")}, nil)
	if !errors.Is(err, rules.ErrDuplicateAlert) {
		t.Errorf("Eval = %v, want %v", err, rules.ErrDuplicateAlert)
	}
	if as := m.Alerts(); len(as) != 1 || as[0].State != rules.Firing {
		t.Errorf("alerts after the error = %v, want the firing one untouched", as)
	}
}

func TestBrokenTemplateKeepsTheAlert(t *testing.T) {
	m := rules.NewMachine(rules.Rule{Alert: "A", Annotations: map[string]string{"a": "{{ $value", "b": "{{ .Nope.Nope }}"}})
	m.Eval(at(0), []promql.Sample{sample("ratio", 1)}, nil)
	for _, name := range []string{"a", "b"} {
		if got, want := m.Alerts()[0].Annotations[name], "<error expanding template"; !strings.HasPrefix(got, want) {
			t.Errorf("annotation %s = %q, want %s...", name, got, want)
		}
	}
}

func TestNewMachinePanics(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, "needs a Rule with Alert set") {
			t.Errorf("NewMachine(recording rule) panic = %q, want a sentence", got)
		}
	}()
	rules.NewMachine(rules.Rule{Record: "a:b"})
}

func TestStateString(t *testing.T) {
	if got, want := fmt.Sprint(rules.Inactive, rules.Pending, rules.Firing, rules.Resolved, rules.State(9)), "inactive pending firing resolved State(9)"; got != want {
		t.Errorf("states = %q, want %q", got, want)
	}
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

// sample returns a sample with labels that are given as name, value, name, value.
func sample(name string, v float64, labels ...string) promql.Sample {
	s := promql.Sample{Name: name, Value: v}
	for i := 0; i+1 < len(labels); i += 2 {
		s.Labels = s.Labels.With(labels[i], labels[i+1])
	}
	return s
}
