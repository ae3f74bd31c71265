package lint_test

import (
	"fmt"
	"os"

	"workbook/day146_alerting/lint"
	"workbook/day146_alerting/rules"
)

// Rules of your own can be linted before Prometheus loads them.
func ExampleRules() {
	mine := []rules.Group{{Name: "mine", Rules: []rules.Rule{{
		Alert: "HighCPU", Expr: "rate(process_cpu_seconds_total[20s]) > 0.9",
		Labels: map[string]string{"severity": "page"},
	}}}}
	for _, f := range lint.Rules(mine, lint.Options{Runbooks: os.DirFS("runbooks")})[:2] {
		fmt.Println(f)
	}
	// Output:
	// refuse HighCPU: range 20s holds 1 scrape(s) of 15s: a rate needs two
	// refuse HighCPU: no summary annotation
}
