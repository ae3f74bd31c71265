package stale

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// replay records one result a second, + for a pass and - for a failure, and
// gives the verdict after the last.
func replay(h *Health, results string) (ready bool, now time.Time) {
	now = time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)
	for _, r := range results {
		now = now.Add(time.Second)
		if r == '+' {
			h.Record(nil, now)
		} else {
			h.Record(errors.New("down"), now)
		}
	}
	return h.Ready(now), now
}

func TestThresholds(t *testing.T) {
	cases := []struct {
		name, results string
		want, rule    string
	}{
		{"one_pass", "+", "red", "green takes Passes passes in a row: one may be luck"},
		{"two_passes", "++", "green", "Passes passes in a row turn it green"},
		{"two_failures", "++--", "green", "a blip is not an outage: it stays green until Fails failures in a row"},
		{"three_failures", "++---", "red", "Fails failures in a row turn it red"},
		{"three_in_all", "++--+--+--", "green", "in a row, not in all: a pass sets the failures back to zero"},
		{"back_after_one", "++---+", "red", "one pass is not enough to come back"},
		{"back_after_two_in_all", "++---+-+", "red", "in a row, not in all: a failure sets the passes back to zero"},
		{"back_after_two", "++---++", "green", "Passes passes in a row turn it green again"},
		{"long_green", "+++++++++---", "red", "a long good past buys nothing: three failures in a row are three"},
		{"failures_first", "---++", "green", "a bad start is forgotten after Passes passes in a row"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Fails 3, Passes 2, after %q", c.results), c.want, c.rule, func() string {
				ready, _ := replay(&Health{Fails: 3, Passes: 2, MaxAge: time.Hour}, c.results)
				return colour(ready)
			})
		})
	}
}

func TestMaxAge(t *testing.T) {
	cases := []struct {
		name, results string
		later         time.Duration
		want, rule    string
	}{
		{"exactly", "+", 10 * time.Second, "green", "as old as MaxAge is not older"},
		{"older", "+", 10*time.Second + 1, "red", "a good result is good for MaxAge: a check that hangs must not stay green for ever"},
		{"failures_do_not_renew", "+----", 7 * time.Second, "red", "the age is that of the last pass: a failure is no sign of life"},
		{"a_pass_renews", "+---+", 10 * time.Second, "green", "each pass starts the age anew"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Fails 9, MaxAge 10s, after %q, %v later", c.results, c.later), c.want, c.rule, func() string {
				h := &Health{Fails: 9, Passes: 1, MaxAge: 10 * time.Second}
				before, now := replay(h, c.results)
				if !before {
					return "red at once"
				}
				return colour(h.Ready(now.Add(c.later)))
			})
		})
	}
	t.Run("looking_changes_nothing", func(t *testing.T) {
		check(t, "Ready in an hour, then Ready now", "green", "Ready only looks: a prober must not change what the next one sees", func() string {
			h := &Health{Fails: 9, Passes: 1, MaxAge: 10 * time.Second}
			_, now := replay(h, "+")
			h.Ready(now.Add(time.Hour))
			return colour(h.Ready(now))
		})
	})
}

func colour(ready bool) string {
	if ready {
		return "green"
	}
	return "red"
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
	got := "no answer within 2 s"
	select {
	case got = <-done:
	case <-time.After(2 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day144_healthcheck/state.go\n    edit: exercises/day144_healthcheck/03_stale/stale.go", call, got, want, rule)
	}
}
