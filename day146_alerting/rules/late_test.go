package rules_test

import (
	"strings"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
)

// An evaluation says at which second it was made, and whether the expression was true.
type evaluation struct {
	second int64
	isTrue bool
}

// run makes the evaluations on a new Machine and returns the state after each.
func run(t *testing.T, r rules.Rule, evaluations []evaluation) (states string, last []rules.Alert) {
	t.Helper()
	m := rules.NewMachine(r)
	for _, e := range evaluations {
		var result []promql.Sample
		if e.isTrue {
			result = []promql.Sample{{Name: "ratio", Value: 1}}
		}
		if err := m.Eval(time.Unix(e.second, 0), result, nil); err != nil {
			t.Fatal(err)
		}
		last = m.Alerts()
		state := rules.Inactive
		for _, a := range last {
			state = a.State
		}
		states += " " + state.String()
	}
	return strings.TrimSpace(states), last
}

// TestLateEvaluations: an evaluation should come each minute, and comes late, not at
// all, or at a time that has been before. Only what was evaluated is known.
func TestLateEvaluations(t *testing.T) {
	wait := func(d time.Duration) rules.Rule { return rules.Rule{Alert: "A", For: d} }
	keep := func(d time.Duration) rules.Rule { return rules.Rule{Alert: "A", KeepFiringFor: d} }
	const hour = 3600
	tests := []struct {
		name        string
		rule        rules.Rule
		evaluations []evaluation
		want        string
	}{
		{"20 s late", wait(2 * time.Minute),
			[]evaluation{{0, true}, {60, true}, {140, true}}, "pending pending firing"},
		{"20 s late, then in time: for is not yet over", wait(2 * time.Minute),
			[]evaluation{{20, true}, {60, true}, {120, true}, {180, true}}, "pending pending pending firing"},
		{"for is over between two evaluations", wait(90 * time.Second),
			[]evaluation{{0, true}, {60, true}, {120, true}}, "pending pending firing"},
		{"for is over between a true and a false one", wait(90 * time.Second),
			[]evaluation{{0, true}, {60, true}, {120, false}}, "pending pending inactive"},
		{"a gap of ten does not end pending", wait(5 * time.Minute),
			[]evaluation{{0, true}, {600, true}}, "pending firing"},
		{"a gap of ten, then false", wait(5 * time.Minute),
			[]evaluation{{0, true}, {600, false}, {660, true}}, "pending inactive pending"},
		{"firing over a gap, then false", keep(0),
			[]evaluation{{0, true}, {600, false}}, "firing resolved"},
		{"keep_firing_for begins after the gap", keep(2 * time.Minute),
			[]evaluation{{0, true}, {600, false}, {660, false}, {720, false}}, "firing firing firing resolved"},
		{"keep_firing_for is over within the gap", keep(2 * time.Minute),
			[]evaluation{{0, true}, {60, false}, {600, false}}, "firing firing resolved"},
		{"keep_firing_for, a gap, true again", keep(2 * time.Minute),
			[]evaluation{{0, true}, {60, false}, {600, true}, {660, false}}, "firing firing firing firing"},
		{"resolved, forgotten within the gap", keep(0),
			[]evaluation{{0, true}, {60, false}, {hour, false}}, "firing resolved inactive"},
		{"resolved, true after the gap", wait(time.Minute),
			[]evaluation{{0, true}, {60, true}, {120, false}, {hour, true}}, "pending firing resolved pending"},
		{"twice at one time", wait(time.Minute),
			[]evaluation{{0, true}, {0, true}, {60, true}, {60, true}}, "pending pending firing firing"},
		{"set back while pending", wait(2 * time.Minute),
			[]evaluation{{hour, true}, {0, true}, {120, true}, {hour + 60, true}, {hour + 120, true}}, "pending pending pending pending firing"},
		{"set back while firing", wait(0),
			[]evaluation{{hour, true}, {0, true}, {60, false}}, "firing firing resolved"},
		{"set back while kept", keep(2 * time.Minute),
			[]evaluation{{hour, true}, {hour + 60, false}, {0, false}, {hour + 120, false}, {hour + 180, false}}, "firing firing firing firing resolved"},
		{"set back while resolved", keep(0),
			[]evaluation{{hour, true}, {hour + 60, false}, {0, false}, {60, true}}, "firing resolved resolved firing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := run(t, tt.rule, tt.evaluations); got != tt.want {
				t.Errorf("for=%v keep=%v, evaluations %v\n got: %s\nwant: %s", tt.rule.For, tt.rule.KeepFiringFor, tt.evaluations, got, tt.want)
			}
		})
	}
}

// TestTimesOverAGap: an alert fires and resolves at the evaluation that saw it, not at the
// moment in the gap in which it would have been seen.
func TestTimesOverAGap(t *testing.T) {
	_, alerts := run(t, rules.Rule{Alert: "A", For: 2 * time.Minute, KeepFiringFor: time.Minute},
		[]evaluation{{7, true}, {607, true}, {1207, false}, {1807, false}})
	if len(alerts) != 1 {
		t.Fatalf("%d alerts, want one", len(alerts))
	}
	a := alerts[0]
	got := [4]int64{a.ActiveAt.Unix(), a.FiredAt.Unix(), a.KeptSince.Unix(), a.ResolvedAt.Unix()}
	if want := [4]int64{7, 607, 1207, 1807}; got != want {
		t.Errorf("active, fired, kept since and resolved at second %v, want %v", got, want)
	}
}
