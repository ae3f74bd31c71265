package stale_test

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	stale "workbook/exercises/day144_healthcheck/03_stale"
	"workbook/exercises/oracle"
)

//go:embed stale.go testdata/stub/stale.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readPass   = "day144_healthcheck/state.go state.pass"
	readFail   = "day144_healthcheck/state.go state.fail"
	readExpire = "day144_healthcheck/state.go state.expires"
)

var errDown = errors.New("down")

// A step is a result that is recorded, or a question, so much after the step before.
type step struct {
	later time.Duration
	ask   bool
	ok    bool // of a result
}

func (s step) String() string {
	switch {
	case s.ask:
		return fmt.Sprintf("%v later Ready?", s.later)
	case s.ok:
		return fmt.Sprintf("%v later a pass", s.later)
	}
	return fmt.Sprintf("%v later a failure", s.later)
}

var begin = time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)

// replay takes the steps and writes the colours that were asked for.
func replay(h *stale.Health, steps []step) string {
	var colours []string
	now := begin
	for _, s := range steps {
		now = now.Add(s.later)
		switch {
		case s.ask:
			colours = append(colours, colour(h.Ready(now)))
		case s.ok:
			h.Record(nil, now)
		default:
			h.Record(errDown, now)
		}
	}
	return strings.Join(colours, ", ")
}

// expected is the rule as one would say it: it looks back over everything that
// has been recorded, for each question anew.
func expected(fails, passes int, maxAge time.Duration, steps []step) string {
	var colours []string
	var results []bool
	var lastPass time.Time
	now := begin
	for _, s := range steps {
		now = now.Add(s.later)
		if s.ask {
			green := lastRow(results, true, passes) > lastRow(results, false, fails)
			colours = append(colours, colour(green && now.Sub(lastPass) <= maxAge))
			continue
		}
		results = append(results, s.ok)
		if s.ok {
			lastPass = now
		}
	}
	return strings.Join(colours, ", ")
}

// lastRow is where the last n equal results in a row end, or -1.
func lastRow(results []bool, ok bool, n int) int {
	for end := len(results); end >= n; end-- {
		row := 0
		for row < n && results[end-1-row] == ok {
			row++
		}
		if row == n {
			return end
		}
	}
	return -1
}

func colour(ready bool) string {
	if ready {
		return "green"
	}
	return "red"
}

// row is so many results of a kind, a second apart.
func row(n int, ok bool) []step {
	var steps []step
	for range n {
		steps = append(steps, step{later: time.Second, ok: ok})
	}
	return steps
}

func passes(n int) []step   { return row(n, true) }
func failures(n int) []step { return row(n, false) }

func ask(later time.Duration) []step { return []step{{later: later, ask: true}} }

func join(parts ...[]step) []step {
	var steps []step
	for _, part := range parts {
		steps = append(steps, part...)
	}
	return steps
}

func healthCase(fails, passes int, maxAge time.Duration, steps []step, rule string) check.Case {
	return check.Case{
		Call: "Health{Fails: %d, Passes: %d, MaxAge: %v}: %v", Args: []any{fails, passes, maxAge, steps},
		Got:  func() string { return replay(&stale.Health{Fails: fails, Passes: passes, MaxAge: maxAge}, steps) },
		Want: expected(fails, passes, maxAge, steps), Rule: rule,
	}
}

func TestThresholds(t *testing.T) {
	judge := check.New(t, readPass)
	for _, tt := range []struct {
		name string
		row  []step
		rule string
	}{
		{"nothing", nil, "no result is not a good result"},
		{"one_pass", passes(1), "green takes Passes passes in a row: one may be luck"},
		{"two_passes", passes(2), "Passes passes in a row turn it green"},
		{"two_failures", join(passes(2), failures(2)), "a blip is not an outage: it stays green until Fails failures in a row"},
		{"three_failures", join(passes(2), failures(3)), "Fails failures in a row turn it red"},
		{"three_in_all", join(passes(2), failures(2), passes(1), failures(2), passes(1), failures(2)), "in a row, not in all: a pass sets the failures back to zero"},
		{"back_after_one", join(passes(2), failures(3), passes(1)), "one pass is not enough to come back"},
		{"back_after_two_in_all", join(passes(2), failures(3), passes(1), failures(1), passes(1)), "in a row, not in all: a failure sets the passes back to zero"},
		{"back_after_two", join(passes(2), failures(3), passes(2)), "Passes passes in a row turn it green again"},
		{"long_green", join(passes(9), failures(3)), "a long good past buys nothing: three failures in a row are three"},
		{"failures_first", join(failures(3), passes(2)), "a bad start is forgotten after Passes passes in a row"},
	} {
		judge.Run(tt.name, healthCase(3, 2, time.Hour, join(tt.row, ask(0)), tt.rule))
	}
}

func TestMaxAge(t *testing.T) {
	const maxAge = 10 * time.Second
	judge := check.New(t, readExpire)
	for _, tt := range []struct {
		name  string
		steps []step
		rule  string
	}{
		{"exactly", join(passes(1), ask(maxAge)), "as old as MaxAge is not older"},
		{"older", join(passes(1), ask(maxAge+1)), "a good result is good for MaxAge: a check that hangs must not stay green for ever"},
		{"failures_do_not_renew", join(passes(1), failures(4), ask(7*time.Second)), "the age is that of the last pass: a failure is no sign of life"},
		{"a_pass_renews", join(passes(1), failures(3), passes(1), ask(maxAge)), "each pass starts the age anew, not only one that turned it green"},
		{"one_pass_after_stale", join(passes(1), ask(time.Hour), passes(1), ask(0)), "a pass is young again, whatever was between"},
		{"looking_changes_nothing", join(passes(1), ask(time.Hour), ask(-time.Hour)), "Ready only looks: a prober must not change what the next one sees"},
	} {
		judge.Run(tt.name, healthCase(9, 1, maxAge, tt.steps, tt.rule))
	}
}

func TestOracleHealth(t *testing.T) {
	check.New(t, readFail).Oracle(5000, func(d *oracle.Draw) check.Case {
		fails, passes := 1+d.Intn(4), 1+d.Intn(4)
		maxAge := oracle.Pick[time.Duration](d, 10*time.Second, time.Second, time.Hour, 0, 2500*time.Millisecond)
		steps := oracle.List(d, 16, func() step {
			later := oracle.Pick(d, time.Second, 0, 1, maxAge, maxAge-1, maxAge+1, maxAge/3, time.Minute)
			return step{later: max(later, 0), ask: d.Intn(3) == 2, ok: d.Bool()}
		})
		return healthCase(fails, passes, maxAge, append(steps, step{ask: true}), "green is a matter of what came in a row, and of the age of the last pass")
	})
}
