package generate

import (
	_ "embed"
	"fmt"
	"io"
	"text/template"
	"time"

	alerting "workbook/day146_alerting"
)

//go:embed runbook.md.tmpl
var runbookText string

//go:embed absent.md.tmpl
var absentText string

// Runbook writes the runbook of one alert of the policy, as Markdown: meaning,
// impact, diagnosis, mitigation, with the numbers and queries of this policy.
func Runbook(w io.Writer, given alerting.Policy, alert string) error {
	p := complete(given)
	if err := p.validateNames(); err != nil {
		return err
	}
	if alert == p.absentName() {
		return fill(w, absentText, map[string]any{"Alert": alert, "Name": p.Name, "Requests": p.sli.selector(p.sli.requests())})
	}
	if alert == p.trafficName() {
		return fill(w, trafficText, map[string]any{"Alert": alert, "Name": p.Name, "Share": p.trafficPercent(),
			"Requests": p.recorded("requests", alerting.FormatDuration(p.shortest()))})
	}
	for i, a := range p.Alerts {
		if p.alertName(i) == alert {
			return fill(w, runbookText, p.runbookData(a, alert))
		}
	}
	return fmt.Errorf("runbook for %.64q: the policy has no such alert", alert)
}

// fill runs a template of this package. They are embedded and tested, so one that
// does not parse is a mistake of the program, not of the input.
func fill(w io.Writer, text string, data any) error {
	return template.Must(template.New("runbook").Parse(text)).Execute(w, data)
}

// runbookData works out every number that a runbook names. A runbook with a blank
// to fill in is read once, at three in the morning, by somebody who has to fill it.
func (p policy) runbookData(a alerting.BurnAlert, alert string) map[string]any {
	long, short := alerting.FormatDuration(a.Long), alerting.FormatDuration(a.Short)
	outage, _ := a.Detect(1)
	act := "You were woken because waiting for the morning could cost the whole budget."
	if a.Tier.Severity == alerting.Ticket {
		act = "Take it up within the working day; it is too slow a burn to wake anybody."
	}
	return map[string]any{
		"Alert": alert, "Name": p.Name, "Long": long, "Short": short, "Act": act,
		"Target": alerting.FormatPercent(p.SLO.Target), "Period": alerting.FormatDuration(p.SLO.Period),
		"Burn": fmt.Sprintf("%.4g", a.Burn), "Limit": alerting.FormatPercent(a.Threshold),
		"Spend": alerting.FormatPercent(a.Tier.Spend), "Empties": hours(a.Tier.Empties),
		"Left":     alerting.FormatBrief(p.SLO.Empty(a.Burn, 1-a.Tier.Spend).Truncate(time.Second)),
		"Outage":   alerting.FormatBrief(p.SLO.Empty(1/p.SLO.Budget(), 1).Truncate(time.Second)),
		"Detect":   alerting.FormatBrief(outage),
		"Severity": a.Tier.Severity, "Ratio": p.recorded("error_ratio", short),
		"RatioLong": p.recorded("error_ratio", long), "Requests": p.recorded("requests", short),
		"Errors":  p.recorded("errors", short),
		"Left30":  fmt.Sprintf("slo:budget_left:ratio%s{slo=%q}", alerting.FormatDuration(p.SLO.Period), p.Name),
		"ByRoute": "topk(5, " + p.sli.badBy(short) + ")",
		"Reset":   alerting.FormatBrief(a.Reset(1)), "ShortSeconds": int(a.Short.Seconds()),
	}
}
