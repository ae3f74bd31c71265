package generate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

// absentFor is how long the SLI may be missing before somebody is told. It
// outlasts a restart, and no burn-rate alert can fire meanwhile.
const absentFor = 10 * time.Minute

// ruleFile is a whole rule file. Prometheus reads YAML, and JSON is YAML: writing
// JSON needs no library, quotes every string, and cannot be indented wrongly.
type ruleFile struct {
	Groups []rules.Group `json:"groups"`
}

// Rules writes the rule file for Prometheus, as JSON, which is YAML too. The error
// is that of Groups, or of w.
func Rules(w io.Writer, p alerting.Policy) error {
	groups, err := Groups(p)
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
// It returns an error for a name that is not safe in a file name, and for a latency
// SLI whose threshold is not a bucket bound.
func Groups(given alerting.Policy) ([]rules.Group, error) {
	p := complete(given)
	if err := errors.Join(p.sli.validate(), p.validateNames()); err != nil {
		return nil, err
	}
	g := rules.Group{Name: "slo_" + p.Name}
	for _, w := range p.Windows() {
		g.Rules = append(g.Rules, p.recordings(alerting.FormatDuration(w))...)
	}
	g.Rules = append(g.Rules, p.periodRules()...)
	g.Rules = append(g.Rules, Alerts(given)...)
	return []rules.Group{g}, nil
}

// Alerts returns the alerting rules of Groups: one for each alert of the policy, in
// its order, and then the one that tells of a counter that is gone.
func Alerts(given alerting.Policy) []rules.Rule {
	p := complete(given)
	var out []rules.Rule
	for i := range p.Alerts {
		out = append(out, p.burnRule(i))
	}
	return append(out, p.absentRule())
}

// recordings records numerator and denominator apart, and then their ratio. Only
// sums can be added up further; a mean of ratios would let a quiet night weigh
// as much as a busy day.
func (p policy) recordings(window string) []rules.Rule {
	labels := map[string]string{"slo": p.Name}
	return []rules.Rule{
		{Record: "slo:requests:rate" + window, Expr: p.sli.requestsExpr(window), Labels: labels},
		{Record: "slo:errors:rate" + window, Expr: p.sli.errorsExpr(window), Labels: labels},
		{Record: "slo:error_ratio:rate" + window, Labels: labels,
			// Without requests the ratio is 0/0. "> 0" makes that nothing rather
			// than NaN, which no comparison and no plot can do anything with.
			Expr: p.recorded("errors", window) + " / (" + p.recorded("requests", window) + " > 0)"},
	}
}

// recorded names what recordings has recorded, for this SLO only.
func (p policy) recorded(what, window string) string {
	return fmt.Sprintf("slo:%s:rate%s{slo=%q}", what, window, p.Name)
}

// periodRules record the SLI over the whole period, weighted by traffic: sums of
// the short rates, then one division.
func (p policy) periodRules() []rules.Rule {
	if len(p.Alerts) == 0 {
		return nil
	}
	labels := map[string]string{"slo": p.Name}
	short, period := alerting.FormatDuration(p.Windows()[0]), alerting.FormatDuration(p.SLO.Period)
	sum := func(what string) string { return "sum_over_time(" + p.recorded(what, short) + "[" + period + "])" }
	return []rules.Rule{
		{Record: "slo:error_ratio:rate" + period, Labels: labels,
			Expr: sum("errors") + " / (" + sum("requests") + " > 0)"},
		{Record: "slo:budget_left:ratio" + period, Labels: labels,
			Expr: "1 - " + p.recorded("error_ratio", period) + " / " + alerting.FormatDecimal(p.SLO.ExactBudget())},
	}
}

// burnRule returns the alert for both windows. The tier label lets Alertmanager
// silence the slower alerts of an SLO while a faster one fires.
func (p policy) burnRule(i int) rules.Rule {
	a := p.Alerts[i]
	long, short := alerting.FormatDuration(a.Long), alerting.FormatDuration(a.Short)
	limit := " > " + alerting.FormatDecimal(a.ExactThreshold())
	return rules.Rule{
		Alert:  p.alertName(i),
		Expr:   p.recorded("error_ratio", long) + limit + " and " + p.recorded("error_ratio", short) + limit,
		For:    p.For,
		Labels: map[string]string{"severity": a.Tier.Severity, "slo": p.Name, "tier": strconv.Itoa(i + 1)},
		Annotations: map[string]string{
			"summary": p.Name + " spends its error budget " + tooFast(a.Burn),
			"description": fmt.Sprintf("{{ $value | humanizePercentage }} of %s failed the objective over %s (limit %s). "+
				"At the limit the whole budget of %s is gone within %s; %s of it is spent already.", p.events(), long,
				alerting.FormatPercent(a.Threshold), alerting.FormatDuration(p.SLO.Period), hours(a.Tier.Empties),
				alerting.FormatPercent(a.Tier.Spend)),
			"runbook_url": p.runbookURL(p.alertName(i)),
		},
	}
}

// events says what is counted, in the words of an annotation.
func (p policy) events() string { return "the requests to " + p.Name }

// tooFast says a burn rate in words.
func tooFast(burn float64) string {
	if burn == 1 {
		return "faster than its SLO allows"
	}
	return fmt.Sprintf("more than %.4g times as fast as its SLO allows", burn)
}

// absentRule tells of a counter that is gone. It does not tell of a service that nobody
// reaches: a counter that stands still is there, and trafficRule tells of it. Without the SLI, none of the others can fire, and
// a service that exposes nothing would look healthy for ever. It asks for the
// errors, which are there, as 0 at least, whenever the requests are; and which
// alone are missing when the bucket of a latency SLI has gone.
func (p policy) absentRule() rules.Rule {
	return rules.Rule{
		Alert:  p.absentName(),
		Expr:   "absent(" + p.recorded("errors", alerting.FormatDuration(p.shortest())) + ")",
		For:    absentFor,
		Labels: map[string]string{"severity": alerting.Page, "slo": p.Name},
		Annotations: map[string]string{
			"summary": p.Name + " has no SLI: its requests cannot be counted",
			"description": "The SLI of " + p.Name + " has been missing for " + alerting.FormatDuration(absentFor) +
				" (value {{ $value }}). While it is missing no budget alert can fire.",
			"runbook_url": p.runbookURL(p.absentName()),
		},
	}
}
