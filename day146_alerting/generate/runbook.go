package generate

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/template"

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
	if err := p.validateName(); err != nil {
		return err
	}
	if alert == p.absentName() {
		return fill(w, absentText, map[string]any{"Alert": alert, "Name": p.Name, "Requests": p.sli.selector(p.sli.requests())})
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
		"Left":   alerting.FormatBrief(p.SLO.Empty(a.Burn, 1-a.Tier.Spend)),
		"Outage": alerting.FormatBrief(p.SLO.Empty(1/p.SLO.Budget(), 1)), "Detect": alerting.FormatBrief(outage),
		"Severity": a.Tier.Severity, "Ratio": p.recorded("error_ratio", short),
		"RatioLong": p.recorded("error_ratio", long), "Requests": p.recorded("requests", short),
		"Errors":  p.recorded("errors", short),
		"Left30":  fmt.Sprintf("slo:budget_left:ratio%s{slo=%q}", alerting.FormatDuration(p.SLO.Period), p.Name),
		"ByRoute": "topk(5, " + p.sli.badBy(short) + ")",
		"Reset":   alerting.FormatBrief(a.Reset(1)), "ShortSeconds": int(a.Short.Seconds()),
	}
}

// Dir writes everything into the directory, which it creates: NAME.rules.json,
// NAME.tests.json, and runbooks/ALERT.md for each alert.
func Dir(dir string, given alerting.Policy) error {
	if _, err := Groups(given); err != nil { // before the first file: all or nothing
		return err
	}
	p := complete(given)
	books := filepath.Join(dir, "runbooks")
	if err := os.MkdirAll(books, 0o755); err != nil {
		return err
	}
	files := map[string]func(io.Writer) error{
		filepath.Join(dir, p.rulesFile()):        func(w io.Writer) error { return Rules(w, given) },
		filepath.Join(dir, p.Name+".tests.json"): func(w io.Writer) error { return Tests(w, given) },
	}
	for _, alert := range p.alertNames() {
		files[filepath.Join(books, alert+".md")] = func(w io.Writer) error { return Runbook(w, given, alert) }
	}
	for name, write := range files {
		if err := writeFile(name, write); err != nil {
			return err
		}
	}
	return nil
}

// alertNames lists every alert that Groups emits, so that none lacks its runbook.
func (p policy) alertNames() []string {
	names := []string{p.absentName()}
	for i := range p.Alerts {
		names = append(names, p.alertName(i))
	}
	return names
}

// writeFile creates or replaces one file.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close() // a full disk may show only here
}
