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
	"workbook/exercises/check"
)

const readPolicy = "day146_alerting/policy.go NewPolicy"

// objective returns the policy, or an empty one when there is none.
func (r *testRun) objective() alerting.Policy {
	if r.svc.Objective == nil {
		return alerting.Policy{}
	}
	return *r.svc.Objective
}

// One alert, that can fire, that wakes somebody, in time.
func TestStage5AlertIsOne(t *testing.T) {
	p := launchRun(t, nil).objective()
	judge := check.New(t, readPolicy)
	judge.Run("objective", seen(stageRule{"clients are promised 99% over two hours: the incident of the README is worked out for that", "exercises/capstone/README.md An incident, from the alert to the line"},
		"s.Objective.SLO", fmt.Sprint(p.SLO.Target, " over ", p.SLO.Period), "0.99 over 2h0m0s"))
	judge.Run("one", seen(stageRule{"one symptom, one alert: each further one is a page at night", ""}, "len(s.Objective.Alerts)", len(p.Alerts), 1))
	if len(p.Alerts) != 1 {
		p.Alerts = []alerting.BurnAlert{{}}
	}
	a := p.Alerts[0]
	judge.Run("severity", seen(stageRule{"a budget that is burning is a reason to wake somebody", "day146_alerting/tier.go Page"},
		"severity of the alert", a.Tier.Severity, alerting.Page))
	judge.Run("not_inside", holds(a.Burn > 1, stageRule{"a burn rate up to 1 is within the objective: nothing is wrong", "day146_alerting/burnalert.go BurnAlert"},
		"burn rate of the alert", fmt.Sprint(a.Burn), "more than 1"))
	left, d, ok := time.Duration(0), time.Duration(0), false
	if a.Burn > 0 {
		d, ok = a.Detect(1)
		left = p.SLO.Empty(p.SLO.BurnRate(1), 1)
	}
	judge.Run("in_time", holds(ok && d <= left/2, stageRule{"an alert that comes when half of the budget is gone leaves no time to act", "day146_alerting/burnalert.go BurnAlert.Detect"},
		"detection of a total outage", fmt.Sprint(d, " ", ok), fmt.Sprint("at most half of ", left)))
}

// What the alert counts is what the service exposes, and what clients see.
func TestStage5AlertSeesFailures(t *testing.T) {
	r := launchRun(t, nil).run()
	p := r.objective()
	for range 4 {
		r.place()
	}
	for range 20 {
		clientAsk("GET", r.url("/orders/none"), "") // 404: the client's mistake
	}
	before := r.samples()
	r.lab.Faults.Set(1, 0)
	for range 4 {
		r.place()
	}
	bad, all := sliCounts(p.SLI, r.samples())
	good, _ := sliCounts(p.SLI, before)
	judge := check.New(t, "day146_alerting/sli.go SLI")
	judge.Run("counts", holds(all > 0, stageRule{"the SLI names a counter that the service really has", ""},
		fmt.Sprintf("requests by %q with %v after 28 requests", p.SLI.Requests, p.SLI.Selector), fmt.Sprint(all), "more"))
	judge.Run("failures", seen(stageRule{"an order that could not be paid for is a failure, by the labels that the service has", ""},
		fmt.Sprintf("failed requests by %s=~%q after 4 failed orders", p.SLI.ErrorLabel, p.SLI.ErrorValue), bad, 4))
	judge.Run("good_is_good", holds(all > 0 && good == 0, stageRule{"a client's mistake does not burn the budget of the service", ""},
		"failed requests after 4 good orders and 20 times 404", fmt.Sprint(good, " of ", all), "0, of requests that it counts"))
	judge.Run("payments_apart", seen(stageRule{"one service, one SLI: the calls to payments are not requests of clients, and would count a failure twice", ""},
		"requests that the SLI counts, after 8 orders and 20 reads", all, 28))
}

// sliCounts counts failures and all requests as the SLI says.
func sliCounts(s alerting.SLI, list []promql.Sample) (bad, all float64) {
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
	r := launchRun(t, func(c *Config) { c.Rules = dir })
	p := r.objective()
	judge := check.New(t, "day146_alerting/generate/dir.go Dir")
	for _, pattern := range []string{"*.rules.json", "*.tests.json", "runbooks/*.md"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		judge.Run(strings.Trim(pattern, "*."), holds(len(found) > 0, stageRule{"with -rules the files for Prometheus and the runbook are written", ""},
			"-rules DIR, then ls DIR/"+pattern, "nothing", "a file"))
	}
	groups, err := generate.Groups(p)
	judge.Run("groups", holds(err == nil && len(groups) > 0, stageRule{"the policy can be written as rules", "day146_alerting/generate/rules.go Groups"},
		"generate.Groups(*s.Objective)", fmt.Sprint(groups, err), "groups"))
	var findings []string
	for _, f := range lint.Rules(groups, lint.Options{SLO: p.SLO, Scrape: time.Second, Runbooks: os.DirFS(filepath.Join(dir, "runbooks"))}) {
		if !f.Warn {
			findings = append(findings, f.String())
		}
	}
	judge.Run("lint", holds(len(groups) > 0 && len(findings) == 0, stageRule{"a rule that Prometheus accepts can still be useless at night", "day146_alerting/lint/lint.go Rules"},
		"lint.Rules", strings.Join(findings, "\n"), "rules without a finding"))
}

// A service that was asked to write its rules and can't must say so at once: later nobody looks.
func TestStage5AlertUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refusesToStart(t, "rules", "-rules DIR, where DIR is a file",
		stageRule{"an error of wireAlert ends the start: an alert that was not written never fires", "day146_alerting/generate/dir.go Dir"},
		func(c *Config) { c.Rules = file })
}
