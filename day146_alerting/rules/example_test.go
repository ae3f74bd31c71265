package rules_test

import (
	"fmt"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
)

// One false evaluation drops a pending alert.
func ExampleMachine() {
	m := rules.NewMachine(rules.Rule{Alert: "TooManyErrors", For: 2 * time.Minute})
	bad := []promql.Sample{{Value: 0.02}}
	for minute, result := range [][]promql.Sample{bad, bad, nil, bad, bad, bad} {
		m.Eval(time.Unix(int64(60*minute), 0), result, nil)
		state := rules.Inactive
		for _, a := range m.Alerts() {
			state = a.State
		}
		fmt.Print(state, " ")
	}
	// Output:
	// pending pending inactive pending pending firing
}
