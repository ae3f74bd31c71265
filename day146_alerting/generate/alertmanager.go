package generate

import (
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

//go:embed alertmanager.yml.tmpl
var alertmanagerText string

//go:embed watchdog.md.tmpl
var watchdogText string

// watchdogName is the name that everybody gives to the alert that always fires.
const watchdogName = "Watchdog"

// alertmanagerFiles lists what brings alerts to people. One Alertmanager serves all
// services; the one with the most tiers writes the file for all of them.
func (p policy) alertmanagerFiles(dir string, hook *url.URL) []file {
	own := filepath.Join(dir, "alertmanager")
	return []file{
		{filepath.Join(own, "watchdog.rules.json"), p.watchdogRules},
		{filepath.Join(own, "watchdog.tests.json"), p.watchdogTests},
		{filepath.Join(own, "alertmanager.yml"), func(w io.Writer) error { return p.alertmanager(w, hook) }},
		{filepath.Join(dir, "runbooks", watchdogName+".md"), func(w io.Writer) error { return fill(w, watchdogText, nil) }},
	}
}

// parseWebhook refuses what Alertmanager could not post to. No webhook is nil.
func parseWebhook(webhook string) (*url.URL, error) {
	if webhook == "" {
		return nil, nil
	}
	u, err := url.Parse(webhook)
	if err != nil {
		return nil, fmt.Errorf("webhook %.64q: %w", webhook, err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("webhook %.64q: want an address such as https://alerts.example/hooks", webhook)
	}
	return u, nil
}

// inhibition says which tiers are quiet while a faster one fires.
type inhibition struct{ Faster, Slower string }

// alertmanager writes the configuration. It is YAML and not JSON like the rules: people
// put their own receivers in, and the comments tell them where.
func (p policy) alertmanager(w io.Writer, hook *url.URL) error {
	var inhibit []inhibition
	for i := 1; i < len(p.Alerts); i++ {
		var slower []string
		for tier := i + 1; tier <= len(p.Alerts); tier++ {
			slower = append(slower, strconv.Itoa(tier))
		}
		inhibit = append(inhibit, inhibition{strconv.Itoa(i), strings.Join(slower, "|")})
	}
	to := func(receiver string) string { return strconv.Quote(hook.JoinPath(receiver).String()) }
	return fill(w, alertmanagerText, map[string]any{
		"Name": p.Name, "GroupWait": alerting.FormatDuration(p.Pipeline.Defaults().GroupWait), "Inhibit": inhibit,
		"Page": to("page"), "Ticket": to("ticket"), "Watchdog": to("watchdog"),
	})
}

// watchdogGroups is the rule of the alert that always fires. It tests the way from
// Prometheus to the people: whoever no longer hears it knows that alerting is broken.
func (p policy) watchdogGroups() []rules.Group {
	return []rules.Group{{Name: "watchdog", Rules: []rules.Rule{{
		Alert:  watchdogName,
		Expr:   "vector(1)",
		Labels: map[string]string{"severity": "none"},
		Annotations: map[string]string{
			"summary":     "alerting works",
			"description": "This alert always fires. When it is no longer heard, no other alert would be heard either.",
			"runbook_url": p.runbookURL(watchdogName),
		},
	}}}}
}

// watchdogRules writes the rule file.
func (p policy) watchdogRules(w io.Writer) error { return writeJSON(w, ruleFile{p.watchdogGroups()}) }

// watchdogTests writes the unit tests of that rule: it fires from the first evaluation on.
func (p policy) watchdogTests(w io.Writer) error {
	r := p.watchdogGroups()[0].Rules[0]
	at := func(moment time.Duration) testAlert {
		return testAlert{alerting.FormatDuration(moment), r.Alert, []wantAlert{says(r, "1")}}
	}
	return writeJSON(w, testFile{RuleFiles: []string{"watchdog.rules.json"}, Every: "1m", Tests: []testCase{{
		Name: "it always fires", Interval: "1m", Series: []testSeries{}, Alerts: []testAlert{at(0), at(time.Hour)},
	}}})
}
