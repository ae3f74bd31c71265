package alerting

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// absentFor is how long the SLI may be missing before somebody is told. It
// outlasts a restart, and no burn-rate alert can fire meanwhile.
const absentFor = 10 * time.Minute

// Rules writes the rule file for Prometheus, as JSON, which is YAML too. It
// returns an error for a latency SLI whose threshold is not a bucket bound.
func (p Policy) Rules(w io.Writer) error {
	groups, err := p.Groups()
	if err != nil {
		return err
	}
	return writeJSON(w, ruleFile{groups})
}

// writeJSON indents, and leaves > and & as they are: people review these files.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// Groups returns the rules that Rules writes: one group, in the order in which
// Prometheus evaluates it, so that each alert sees what was recorded just before.
func (p Policy) Groups() ([]Group, error) {
	if err := p.SLI.judge(); err != nil {
		return nil, err
	}
	if err := p.judgeName(); err != nil {
		return nil, err
	}
	g := Group{Name: "slo_" + p.name()}
	for _, w := range p.windows() {
		g.Rules = append(g.Rules, p.recordings(promDuration(w))...)
	}
	g.Rules = append(g.Rules, p.periodRules()...)
	for i := range p.Alerts {
		g.Rules = append(g.Rules, p.burnRule(i))
	}
	return []Group{append1(g, p.absentRule())}, nil
}

// append1 adds the rule that closes every group.
func append1(g Group, r Rule) Group {
	g.Rules = append(g.Rules, r)
	return g
}

// name returns the name under which the service goes in rules and files.
func (p Policy) name() string { return textOr(p.Name, "service") }

// judgeName keeps names to what is safe in a file name, a label and a URL.
func (p Policy) judgeName() error {
	for _, r := range p.name() {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789_-", r) {
			return fmt.Errorf("policy name %.64q: want only a-z, 0-9, - and _", p.name())
		}
	}
	return nil
}

// windows returns the distinct windows of all alerts, shortest first.
func (p Policy) windows() []time.Duration {
	var out []time.Duration
	for _, a := range p.Alerts {
		out = append(out, a.Short, a.Long)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recordings records numerator and denominator apart, and then their ratio. Only
// sums can be added up further; a mean of ratios would let a quiet night weigh
// as much as a busy day.
func (p Policy) recordings(window string) []Rule {
	labels := map[string]string{"slo": p.name()}
	return []Rule{
		{Record: "slo:requests:rate" + window, Expr: p.SLI.requestsExpr(window), Labels: labels},
		{Record: "slo:errors:rate" + window, Expr: p.SLI.errorsExpr(window), Labels: labels},
		{Record: "slo:error_ratio:rate" + window, Labels: labels,
			// Without requests the ratio is 0/0. "> 0" makes that nothing rather
			// than NaN, which no comparison and no plot can do anything with.
			Expr: p.recorded("errors", window) + " / (" + p.recorded("requests", window) + " > 0)"},
	}
}

// recorded names what recordings has recorded, for this SLO only.
func (p Policy) recorded(what, window string) string {
	return fmt.Sprintf("slo:%s:rate%s{slo=%q}", what, window, p.name())
}

// periodRules record the SLI over the whole period, weighted by traffic: sums of
// the short rates, then one division.
func (p Policy) periodRules() []Rule {
	if len(p.Alerts) == 0 {
		return nil
	}
	labels := map[string]string{"slo": p.name()}
	short, period := promDuration(p.windows()[0]), promDuration(p.SLO.Period)
	sum := func(what string) string { return "sum_over_time(" + p.recorded(what, short) + "[" + period + "])" }
	return []Rule{
		{Record: "slo:error_ratio:rate" + period, Expr: sum("errors") + " / (" + sum("requests") + " > 0)", Labels: labels},
		{Record: "slo:budget_left:ratio" + period, Expr: "1 - " + p.recorded("error_ratio", period) + " / " + exact(p.SLO.budget()), Labels: labels},
	}
}

// AlertName returns the name of alert i: the service, and when the budget is
// gone if nobody acts.
func (p Policy) AlertName(i int) string {
	return camel(p.name()) + "BudgetGoneIn" + hours(p.Alerts[i].Tier.Empties)
}

// absentName is the name of the alert that tells of silence.
func (p Policy) absentName() string { return camel(p.name()) + "SLIAbsent" }

// camel makes one word of a service name, as alert names are written.
func camel(name string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// burnRule returns the alert for both windows. The tier label lets Alertmanager
// silence the slower alerts of an SLO while a faster one fires.
func (p Policy) burnRule(i int) Rule {
	a := p.Alerts[i]
	long, short, limit := promDuration(a.Long), promDuration(a.Short), exact(a.threshold)
	return Rule{
		Alert:  p.AlertName(i),
		Expr:   p.recorded("error_ratio", long) + " > " + limit + " and " + p.recorded("error_ratio", short) + " > " + limit,
		For:    p.For,
		Labels: map[string]string{"severity": a.Tier.Severity, "slo": p.name(), "tier": strconv.Itoa(i + 1)},
		Annotations: map[string]string{
			"summary": p.name() + " spends its error budget " + tooFast(a.Burn),
			"description": fmt.Sprintf("{{ $value | humanizePercentage }} of %s failed the objective over %s (limit %s). At the limit the whole budget of %s is gone within %s; %s of it is spent already.",
				p.events(), long, percent(a.Threshold), promDuration(p.SLO.Period), hours(a.Tier.Empties), percent(a.Tier.Spend)),
			"runbook_url": p.runbookURL(p.AlertName(i)),
		},
	}
}

// events says what is counted, in the words of an annotation.
func (p Policy) events() string { return "the requests to " + p.name() }

// tooFast says a burn rate in words.
func tooFast(burn float64) string {
	if burn == 1 {
		return "faster than its SLO allows"
	}
	return fmt.Sprintf("more than %.4g times as fast as its SLO allows", burn)
}

// runbookURL returns where the runbook of an alert is: under the policy's prefix,
// which a runbook server or a repository browser gives you.
func (p Policy) runbookURL(alert string) string {
	return textOr(p.Runbooks, "runbooks/") + alert + ".md"
}

// absentRule tells of silence: without the SLI, none of the others can fire, and
// a service that exposes nothing would look healthy for ever. It asks for the
// errors, which are there, as 0 at least, whenever the requests are; and which
// alone are missing when the bucket of a latency SLI has gone.
func (p Policy) absentRule() Rule {
	short := "5m"
	if len(p.Alerts) > 0 {
		short = promDuration(p.windows()[0])
	}
	return Rule{
		Alert:  p.absentName(),
		Expr:   "absent(" + p.recorded("errors", short) + ")",
		For:    absentFor,
		Labels: map[string]string{"severity": Page, "slo": p.name()},
		Annotations: map[string]string{
			"summary":     p.name() + " has no SLI: its requests cannot be counted",
			"description": "The SLI of " + p.name() + " has been missing for " + promDuration(absentFor) + " (value {{ $value }}). While it is missing no budget alert can fire.",
			"runbook_url": p.runbookURL(p.absentName()),
		},
	}
}
