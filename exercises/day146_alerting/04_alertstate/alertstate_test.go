package alertstate

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// play evaluates a rule at equal distances of time. Each word of the script is one evaluation:
// "a", "b", "ab" name the label sets that are true, "." none, "!" a query error.
// It returns the states of the sets after each: - p F r.
func play(r Rule, every time.Duration, sets, script string) string {
	m, out := New(r), []string(nil)
	for i, step := range strings.Fields(script) {
		var active []string
		var err error
		switch step {
		case ".":
		case "!":
			err = errors.New("query timed out")
		default:
			active = strings.Split(step, "")
		}
		m.Eval(time.Unix(0, 0).Add(time.Duration(i)*every), active, err)
		word := ""
		for _, set := range strings.Split(sets, "") {
			word += letter(m.State(set))
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func letter(s State) string {
	for short, state := range map[string]State{"-": Inactive, "p": Pending, "F": Firing, "r": Resolved} {
		if s == state {
			return short
		}
	}
	return fmt.Sprintf("(%q)", string(s))
}

type row struct {
	name               string
	rule               Rule
	sets, script, want string
	text               string
}

func run(t *testing.T, rows []row) { runEvery(t, minutes(1), rows) }

func runEvery(t *testing.T, every time.Duration, rows []row) {
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			call := fmt.Sprintf("Rule{For: %v, KeepFiringFor: %v}, one evaluation every %v: %q", c.rule.For, c.rule.KeepFiringFor, every, c.script)
			check(t, call, c.want, c.text, func() string { return play(c.rule, every, c.sets, c.script) })
		})
	}
}

func TestFor(t *testing.T) {
	run(t, []row{
		{"inactive", Rule{}, "a", ". .", "- -", "without anything true nothing is active"},
		{"no_for", Rule{}, "a", ". a .", "- F r", "without for it fires at the first true evaluation"},
		{"long_enough", Rule{For: minutes(2)}, "a", "a a a a", "p p F F", "fires when now - the first true evaluation >= for: with one evaluation a minute, for 2m is three true ones"},
		{"one_false_drops_pending", Rule{For: minutes(2)}, "a", "a a . a a a", "p p - p p F", "one false evaluation drops a pending alert, and its clock starts over"},
		{"not_the_total", Rule{For: minutes(2)}, "a", "a . a . a . a", "p - p - p - p", "for wants it true all along; the total of the true time means nothing"},
		{"resolves", Rule{For: minutes(1)}, "a", "a a . .", "p F r r", "a firing alert resolves at the first false evaluation"},
		{"again_from_pending", Rule{For: minutes(2)}, "a", "a a a . a a a", "p p F r p p F", "a resolved alert that is true again starts from pending"},
	})
}

func TestClocks(t *testing.T) {
	runEvery(t, minutes(1)/2, []row{
		{"for_is_a_time", Rule{For: minutes(1)}, "a", "a a a .", "p p F r", "for is a time and not a number of evaluations: with one every 30s, for 1m is three true ones"},
		{"keep_is_a_time", Rule{KeepFiringFor: minutes(1)}, "a", "a . . . .", "F F F r r", "keep_firing_for is a time and not a number of evaluations"},
	})
}

func TestLabelSets(t *testing.T) {
	run(t, []row{
		{"own_clocks", Rule{For: minutes(2)}, "ab", "a ab ab ab", "p- pp Fp FF", "each label set has a clock of its own"},
		{"one_ends", Rule{For: minutes(1)}, "ab", "ab ab a b", "pp FF Fr rp", "the end of one says nothing about the other"},
	})
}

func TestErrors(t *testing.T) {
	run(t, []row{
		{"pending_waits_on", Rule{For: minutes(3)}, "a", "a ! ! a", "p p p F", "a query error changes neither state nor clock: the alert was active for 3m"},
		{"error_does_not_fire", Rule{For: minutes(1)}, "a", "a ! !", "p p p", "an alert fires on a true evaluation only"},
		{"firing_stays", Rule{For: minutes(1)}, "a", "a a ! .", "p F F r", "not knowing is not being well"},
	})
}

func TestKeepFiring(t *testing.T) {
	run(t, []row{
		{"from_first_false", Rule{KeepFiringFor: minutes(2)}, "a", "a . . .", "F F F r", "keep_firing_for counts from the first false evaluation, not from the last true one"},
		{"starts_over", Rule{KeepFiringFor: minutes(2)}, "a", "a . . a . . .", "F F F F F F r", "true in between starts the count over"},
		{"not_pending", Rule{For: minutes(2), KeepFiringFor: minutes(9)}, "a", "a a .", "p p -", "only what fires is kept firing"},
		{"over_errors", Rule{KeepFiringFor: minutes(2)}, "a", "a . ! ! .", "F F F F r", "errors neither end it nor start the count over"},
	})
}

// check reports a wrong answer, a panic, or none in time.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	done := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Sprintf("panic: %v", p)
			}
		}()
		done <- f()
	}()
	got := "no answer within 5 s: does every loop end?"
	select {
	case got = <-done:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day146_alerting/rules/state.go\n    edit: exercises/day146_alerting/04_alertstate/alertstate.go", call, got, want, rule)
	}
}
