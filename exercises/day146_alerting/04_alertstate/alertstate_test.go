package alertstate_test

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
	"workbook/exercises/check"
	alertstate "workbook/exercises/day146_alerting/04_alertstate"
	"workbook/exercises/oracle"
)

//go:embed alertstate.go testdata/stub/alertstate.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readTrue  = "day146_alerting/rules/state.go Machine.isTrue"
	readFalse = "day146_alerting/rules/state.go Machine.isFalse"
	readEval  = "day146_alerting/rules/state.go Machine.Eval"
)

// An evaluation is one call of Eval.
type evaluation struct {
	at     time.Duration // since the first
	active []string
	err    error
}

var errQuery = errors.New("query timed out")

// every puts evaluations at equal distances. Each text names the label sets that are true; failed is a query error.
func every(step time.Duration, texts ...string) []evaluation {
	var all []evaluation
	for i, text := range texts {
		e := evaluation{at: time.Duration(i) * step, active: strings.Fields(text)}
		if text == failed {
			e.active, e.err = nil, errQuery
		}
		all = append(all, e)
	}
	return all
}

const (
	none   = ""
	failed = "failed"
)

// A script is what stands in a failure, written only then.
type script struct {
	rule alertstate.Rule
	all  []evaluation
}

func (s script) String() string {
	text := fmt.Sprintf("m := New(Rule{For: %v, KeepFiringFor: %v})", s.rule.For, s.rule.KeepFiringFor)
	for _, e := range s.all {
		text += fmt.Sprintf("\nm.Eval(%v, %q, %v)", e.at, e.active, e.err)
	}
	return text + "\nand the State of each set after every Eval"
}

func stateCase(rule alertstate.Rule, all []evaluation, sets []string, want, text, read string) check.Case {
	return check.Case{
		Call: "%v", Args: []any{script{rule, all}},
		Got:  func() string { return play(rule, all, sets) },
		Want: want, Rule: text, Read: read,
	}
}

// play makes the calls and writes the states of each set.
func play(rule alertstate.Rule, all []evaluation, sets []string) string {
	m, states := alertstate.New(rule), make([][]string, len(sets))
	buffer := make([]string, 8) // one for all calls, as a caller may have it
	for _, e := range all {
		n := copy(buffer, e.active)
		m.Eval(time.Unix(0, 0).Add(e.at), buffer[:n], e.err)
		clear(buffer)
		for i, set := range sets {
			m.State(set)
			states[i] = append(states[i], string(m.State(set)))
		}
	}
	return write(sets, states)
}

func write(sets []string, states [][]string) string {
	var lines []string
	for i, set := range sets {
		lines = append(lines, set+": "+strings.Join(states[i], " "))
	}
	return strings.Join(lines, "\n")
}

type stateTest struct {
	name string
	rule alertstate.Rule
	all  []evaluation
	want string
	text string
}

func runStates(t *testing.T, read string, tests []stateTest) {
	t.Helper()
	judge := check.New(t, read)
	for _, tt := range tests {
		sets := []string{"a"}
		if strings.Contains(tt.want, "\nb:") {
			sets = append(sets, "b")
		}
		judge.Run(tt.name, stateCase(tt.rule, tt.all, sets, tt.want, tt.text, ""))
	}
}

const minute = time.Minute

func TestFor(t *testing.T) {
	two := alertstate.Rule{For: 2 * minute}
	runStates(t, readTrue, []stateTest{
		{"inactive", alertstate.Rule{}, every(minute, none, none), "a: inactive inactive", "without anything true nothing is active"},
		{"no_for", alertstate.Rule{}, every(minute, none, "a", none), "a: inactive firing resolved", "without for it fires at the first true evaluation"},
		{"long_enough", two, every(minute, "a", "a", "a", "a"), "a: pending pending firing firing", "fires when now - the first true evaluation >= for: with one evaluation a minute, for 2m is three true ones"},
		{"one_false_drops_pending", two, every(minute, "a", "a", none, "a", "a", "a"), "a: pending pending inactive pending pending firing", "one false evaluation drops a pending alert, and its clock starts over"},
		{"not_the_total", two, every(minute, "a", none, "a", none, "a", none, "a"), "a: pending inactive pending inactive pending inactive pending", "for wants it true all along; the total of the true time means nothing"},
		{"resolves", alertstate.Rule{For: minute}, every(minute, "a", "a", none, none), "a: pending firing resolved resolved", "a firing alert resolves at the first false evaluation"},
		{"again_from_pending", two, every(minute, "a", "a", "a", none, "a", "a", "a"), "a: pending pending firing resolved pending pending firing", "a resolved alert that is true again starts from pending"},
		{"again_and_dropped", two, every(minute, "a", "a", "a", none, "a", none), "a: pending pending firing resolved pending inactive", "pending becomes inactive when it is false, whatever it was before"},
		{"stays_resolved", alertstate.Rule{}, every(time.Hour, "a", none, none, none), "a: firing resolved resolved resolved", "what has resolved stays resolved until it is true again"},
	})
}

func TestClocks(t *testing.T) {
	runStates(t, readTrue, []stateTest{
		{"for_is_a_time", alertstate.Rule{For: minute}, every(30*time.Second, "a", "a", "a", none), "a: pending pending firing resolved", "for is a time and not a number of evaluations: with one every 30s, for 1m is three true ones"},
		{"between_two", alertstate.Rule{For: 90 * time.Second}, every(30*time.Second, "a", "a", "a", "a"), "a: pending pending pending firing", "90s are over at the fourth evaluation, every 30s"},
		{"not_on_a_step", alertstate.Rule{For: 100 * time.Second}, every(30*time.Second, "a", "a", "a", "a", "a"), "a: pending pending pending pending firing", "time passes only in evaluations: for 100s is seen at 120s"},
		{"keep_is_a_time", alertstate.Rule{KeepFiringFor: minute}, every(30*time.Second, "a", none, none, none, none), "a: firing firing firing resolved resolved", "keep_firing_for is a time and not a number of evaluations"},
	})
}

func TestLabelSets(t *testing.T) {
	runStates(t, readEval, []stateTest{
		{"own_clocks", alertstate.Rule{For: 2 * minute}, every(minute, "a", "a b", "a b", "a b"), "a: pending pending firing firing\nb: inactive pending pending firing", "each label set has a clock of its own"},
		{"one_ends", alertstate.Rule{For: minute}, every(minute, "a b", "a b", "a", "b"), "a: pending firing firing resolved\nb: pending firing resolved pending", "the end of one says nothing about the other"},
	})
}

func TestErrors(t *testing.T) {
	active := []string{"a"}
	runStates(t, readEval, []stateTest{
		{"pending_waits_on", alertstate.Rule{For: 3 * minute}, every(minute, "a", failed, failed, "a"), "a: pending pending pending firing", "a query error changes neither state nor clock: the alert was active for 3m"},
		{"error_does_not_fire", alertstate.Rule{For: minute}, every(minute, "a", failed, failed), "a: pending pending pending", "an alert fires on a true evaluation only"},
		{"firing_stays", alertstate.Rule{For: minute}, every(minute, "a", "a", failed, none), "a: pending firing firing resolved", "not knowing is not being well"},
		{"partial_result", alertstate.Rule{For: minute}, []evaluation{{0, active, errQuery}, {minute, active, nil}, {2 * minute, active, nil}}, "a: inactive pending firing", "a query that failed half way proves nothing: what came with the error is not looked at"},
	})
}

func TestKeepFiring(t *testing.T) {
	two := alertstate.Rule{KeepFiringFor: 2 * minute}
	runStates(t, readFalse, []stateTest{
		{"from_first_false", two, every(minute, "a", none, none, none), "a: firing firing firing resolved", "keep_firing_for counts from the first false evaluation, not from the last true one"},
		{"starts_over", two, every(minute, "a", none, none, "a", none, none, none), "a: firing firing firing firing firing firing resolved", "true in between starts the count over"},
		{"not_pending", alertstate.Rule{For: 2 * minute, KeepFiringFor: 9 * minute}, every(minute, "a", "a", none), "a: pending pending inactive", "only what fires is kept firing"},
		{"true_while_kept", alertstate.Rule{For: 2 * minute, KeepFiringFor: 9 * minute}, every(minute, "a", "a", "a", none, "a", "a"), "a: pending pending firing firing firing firing", "what is kept firing and true again fires on: for is not counted again"},
		{"over_errors", two, every(minute, "a", none, failed, failed, none), "a: firing firing firing firing resolved", "a query error during keep_firing_for neither ends the count nor starts it over"},
	})
}

// The day's Machine is right: it is compared with a real Prometheus there.
func TestOracle(t *testing.T) {
	sets := []string{"a", "b", "c"}
	check.New(t, readEval).Oracle(800, func(d *oracle.Draw) check.Case {
		step := oracle.Pick(d, minute, 30*time.Second, 7*time.Second)
		rule := alertstate.Rule{
			For:           oracle.Pick(d, 0, step, 2*step, 3*step, step+time.Second, step-1),
			KeepFiringFor: oracle.Pick(d, 0, step, 2*step, 3*step, step+time.Second, step-1),
		}
		at := time.Duration(0)
		all := oracle.List(d, 12, func() evaluation {
			e := evaluation{at: at, active: strings.Fields(oracle.Pick(d, "a", "", "a b", "b", "b a", "a b c"))}
			if d.OneIn(6) {
				e.err = errQuery
			}
			at += oracle.Pick(d, step, step, step, 2*step, 0, step/3)
			return e
		})
		return stateCase(rule, all, sets, playDay(rule, all, sets), "day 146's Machine gives other states", "")
	})
}

// playDay is play with the day's machine, which forgets what has resolved after a while.
func playDay(rule alertstate.Rule, all []evaluation, sets []string) string {
	m, states := rules.NewMachine(rules.Rule{Alert: "Down", For: rule.For, KeepFiringFor: rule.KeepFiringFor}), make([][]string, len(sets))
	last := map[string]string{}
	for _, e := range all {
		var result []promql.Sample
		for _, set := range e.active {
			result = append(result, promql.Sample{Labels: promql.Labels{{Name: "set", Value: set}}})
		}
		_ = m.Eval(time.Unix(0, 0).Add(e.at), result, e.err) // it returns the error that it was given
		now := map[string]string{}
		for _, a := range m.Alerts() {
			now[a.Labels.Get("set")] = a.State.String()
		}
		for i, set := range sets {
			switch {
			case now[set] != "":
				last[set] = now[set]
			case last[set] != "resolved":
				last[set] = "inactive"
			}
			states[i] = append(states[i], last[set])
		}
	}
	return write(sets, states)
}
