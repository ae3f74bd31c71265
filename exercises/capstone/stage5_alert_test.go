package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/generate"
	"workbook/day146_alerting/lint"
	"workbook/day146_alerting/promql"
)

// objective returns the policy, or an empty one with a report.
func (r *running) objective(t *testing.T) alerting.Policy {
	t.Helper()
	if r.svc.Objective == nil || len(r.svc.Objective.Alerts) == 0 {
		report(t, rule{"an alert needs an objective: a target, a period, a budget", "day146_alerting/policy.go"}, "s.Objective", "none, or one without alerts", "a policy with one alert")
		return alerting.Policy{}
	}
	return *r.svc.Objective
}

// One alert, that can fire, that wakes somebody, in time.
func TestStage5AlertIsOne(t *testing.T) {
	r := launch(t, nil)
	p := r.objective(t)
	check(t, rule{"one symptom, one alert: each further one is a page at night", "day146_alerting/policy.go"}, "len(s.Objective.Alerts)", len(p.Alerts), 1)
	if len(p.Alerts) != 1 {
		return
	}
	a := p.Alerts[0]
	t.Run("severity", func(t *testing.T) {
		check(t, rule{"a budget that is burning is a reason to wake somebody", "day146_alerting/tier.go"}, "severity of the alert", a.Tier.Severity, alerting.Page)
	})
	t.Run("in_time", func(t *testing.T) {
		d, ok := a.Detect(1)
		if left := p.SLO.Empty(p.SLO.BurnRate(1), 1); !ok || d > left/2 {
			report(t, rule{"an alert that comes when half of the budget is gone leaves no time to act", "day146_alerting/slo.go"},
				"detection of a total outage", fmt.Sprint(d, " ", ok), fmt.Sprint("at most half of ", left))
		}
	})
	t.Run("not_inside", func(t *testing.T) {
		if a.Burn <= 1 {
			report(t, rule{"a burn rate up to 1 is within the objective: nothing is wrong", "day146_alerting/tier.go"}, "burn rate of the alert", fmt.Sprint(a.Burn), "more than 1")
		}
	})
}

// What the alert counts is what the service exposes, and what clients see.
func TestStage5AlertSeesFailures(t *testing.T) {
	r := launch(t, nil).run()
	p := r.objective(t)
	read := "day146_alerting/sli.go"
	for range 4 {
		r.place()
	}
	for range 20 {
		ask("GET", r.url("/orders/none"), "") // 404: the client's mistake
	}
	before := r.samples()
	r.lab.Faults.Set(1, 0)
	for range 4 {
		r.place()
	}
	bad, all := ratio(p.SLI, r.samples())
	t.Run("counts", func(t *testing.T) {
		if all == 0 {
			report(t, rule{"the SLI names a counter that the service really has", read}, fmt.Sprintf("requests by %q with %v after 28 requests", p.SLI.Requests, p.SLI.Selector), fmt.Sprint(all), "more")
		}
	})
	t.Run("failures", func(t *testing.T) {
		check(t, rule{"an order that could not be paid for is a failure, by the labels that the service has", read},
			fmt.Sprintf("failed requests by %s=~%q after 4 failed orders", p.SLI.ErrorLabel, p.SLI.ErrorValue), bad, 4)
	})
	t.Run("good_is_good", func(t *testing.T) {
		got, _ := ratio(p.SLI, before)
		if all == 0 || got != 0 {
			report(t, rule{"a client's mistake does not burn the budget of the service", read}, "failed requests after 4 good orders and 20 times 404", fmt.Sprint(got), "0, of requests that it counts")
		}
	})
	t.Run("payments_apart", func(t *testing.T) {
		check(t, rule{"one service, one SLI: the calls to payments are not requests of clients, and would count a failure twice", read},
			"requests that the SLI counts, after 8 orders and 20 reads", all, 28)
	})
}

// ratio counts failures and all requests as the SLI says.
func ratio(s alerting.SLI, list []promql.Sample) (bad, all float64) {
	re, err := regexp.Compile("^(?:" + s.ErrorValue + ")$")
	if err != nil || s.ErrorLabel == "" {
		return 0, 0
	}
next:
	for _, x := range list {
		for name, value := range s.Selector {
			if x.Labels.Get(name) != value {
				continue next
			}
		}
		if x.Name != s.Requests {
			continue
		}
		all += x.Value
		if re.MatchString(x.Labels.Get(s.ErrorLabel)) {
			bad += x.Value
		}
	}
	return bad, all
}

// What Prometheus loads is written, and holds up to the linter.
func TestStage5AlertRules(t *testing.T) {
	dir := t.TempDir()
	r := launch(t, func(c *Config) { c.Rules = dir })
	p := r.objective(t)
	for _, pattern := range []string{"*.rules.json", "*.tests.json", "runbooks/*.md"} {
		t.Run(strings.Trim(pattern, "*."), func(t *testing.T) {
			found, _ := filepath.Glob(filepath.Join(dir, pattern))
			if len(found) == 0 {
				report(t, rule{"with -rules the files for Prometheus and the runbook are written", "day146_alerting/generate/rules.go"}, "-rules DIR, then ls DIR/"+pattern, "nothing", "a file")
			}
		})
	}
	t.Run("lint", func(t *testing.T) {
		groups, err := generate.Groups(p)
		if err != nil || len(groups) == 0 {
			report(t, rule{"the policy can be written as rules", "day146_alerting/generate/rules.go"}, "generate.Groups(*s.Objective)", fmt.Sprint(groups, err), "groups")
			return
		}
		for _, f := range lint.Rules(groups, lint.Options{SLO: p.SLO, Scrape: time.Second, Runbooks: os.DirFS(filepath.Join(dir, "runbooks"))}) {
			if !f.Warn {
				report(t, rule{"a rule that Prometheus accepts can still be useless at night", "day146_alerting/lint/lint.go"}, "lint.Rules", f.String(), "no finding")
			}
		}
	})
}
