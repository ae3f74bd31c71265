package rules

import (
	"fmt"
	"strings"
	"text/template"
	"time"
)

// expand fills in {{ $labels.x }} and {{ $value }}, as Prometheus does. A
// template that fails becomes a text that says so: an alert with a bad summary
// is worth more than no alert.
func expand(text string, labels map[string]string, value float64) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	// Prometheus defines these two in front of every template, and so do we: a
	// template that works here works there.
	const prologue = "{{$labels := .Labels}}{{$value := .Value}}"
	// A label that is not there is empty, as in PromQL, and no error.
	t, err := template.New("").Option("missingkey=zero").Funcs(template.FuncMap{
		"humanizePercentage": func(v float64) string { return fmt.Sprintf("%.4g%%", v*100) },
		"humanizeDuration": func(v float64) string {
			return time.Duration(v * float64(time.Second)).Round(time.Second).String()
		},
	}).Parse(prologue + text)
	if err != nil {
		return fmt.Sprintf("<error expanding template: %s>", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, map[string]any{"Labels": labels, "Value": value}); err != nil {
		return fmt.Sprintf("<error expanding template: %s>", err)
	}
	return b.String()
}
