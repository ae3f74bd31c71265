package generate

import (
	_ "embed"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

//go:embed traffic.md.tmpl
var trafficText string

// A drop of traffic is judged against the same time a week ago: nights and Sundays are
// quiet each week.
const (
	trafficBefore = 7 * 24 * time.Hour
	trafficFor    = 10 * time.Minute
	// trafficLeast is how many requests the short window must have held a week ago. With
	// so many expected, chance alone never leaves less than a tenth of them.
	trafficLeast = 50
)

// trafficShare of the requests of a week ago is too little.
var trafficShare = big.NewRat(1, 10)

// trafficName is the name of the alert that tells of requests that no longer arrive.
func (p policy) trafficName() string { return camel(p.Name) + "TrafficDropped" }

// trafficRule tells of a counter that stands still, or nearly: nobody reaches the service.
// The ratio of errors is empty then, and the absent alert sees a counter. It begins to
// watch in the second week: before, there is nothing to compare with.
func (p policy) trafficRule() rules.Rule {
	now := p.recorded("requests", alerting.FormatDuration(p.shortest()))
	before := now + " offset " + alerting.FormatDuration(trafficBefore)
	return rules.Rule{
		Alert: p.trafficName(),
		Expr: fmt.Sprintf("%s < %s * (%s > %s)", now, alerting.FormatDecimal(trafficShare), before,
			alerting.FormatDecimal(p.trafficFloor())),
		For:    trafficFor,
		Labels: map[string]string{"severity": alerting.Page, "slo": p.Name},
		Annotations: map[string]string{
			"summary": p.Name + " has lost its traffic",
			"description": fmt.Sprintf("{{ $value }} requests a second reach %s, less than %s of a week ago. "+
				"Requests that do not arrive spend no budget, so no budget alert tells of them.", p.Name, p.trafficPercent()),
			"runbook_url": p.runbookURL(p.trafficName()),
		},
	}
}

// trafficFile is the name of the rule file. The rule has a file of its own: it is about
// requests and not about an objective, and its tests take a week, for each rule beside it.
func (p policy) trafficFile() string { return p.Name + ".traffic.rules.json" }

// trafficGroups is what the rule file holds.
func (p policy) trafficGroups() []rules.Group {
	return []rules.Group{{Name: "traffic_" + p.Name, Rules: []rules.Rule{p.trafficRule()}}}
}

// trafficRules writes the rule file.
func (p policy) trafficRules(w io.Writer) error { return writeJSON(w, ruleFile{p.trafficGroups()}) }

// trafficPercent writes the share for people.
func (p policy) trafficPercent() string {
	share, _ := trafficShare.Float64()
	return alerting.FormatPercent(share)
}

// trafficFloor is the traffic a week ago, in requests a second, below which a drop means
// nothing. It is written with three digits, so it is computed with those.
func (p policy) trafficFloor() *big.Rat {
	floor, _ := new(big.Rat).SetString(alerting.FormatUp(trafficLeast / p.shortest().Seconds()))
	return floor
}

// Just below and just above one floor, in floors.
var trafficLittle, trafficMuch = big.NewRat(15, 16), big.NewRat(17, 16)

// floors is a multiple of the floor.
func (p policy) floors(n *big.Rat) *big.Rat { return new(big.Rat).Mul(n, p.trafficFloor()) }

// shortest is the shortest window that is recorded, or the usual one of a policy without alerts.
func (p policy) shortest() time.Duration {
	if len(p.Alerts) == 0 {
		return 5 * time.Minute
	}
	return p.Windows()[0]
}

// trafficTests writes the unit tests of that rule. They give the recorded rates, because a
// rate over the short window would need short steps, for a week.
func (p policy) trafficTests(w io.Writer) error {
	const step = trafficFor / 2
	r, week := p.trafficRule(), int(trafficBefore/step)
	// In floors: an hour below one, an hour above, and the rest of a week with ten, of which
	// a tenth is one again. Then silence, a little more than a tenth, and a little less.
	var values []string
	for _, s := range []struct {
		floors *big.Rat
		steps  int
	}{
		{trafficLittle, 12}, {trafficMuch, 12}, {big.NewRat(10, 1), week - 24},
		{new(big.Rat), 24}, {trafficMuch, 6}, {trafficLittle, 6},
	} {
		values = append(values, fmt.Sprintf("%s+0x%d", alerting.FormatDecimal(p.floors(s.floors)), s.steps-1))
	}
	little, _ := p.floors(trafficLittle).Float64()
	ask := func(steps int, value string) testAlert {
		a := testAlert{alerting.FormatDuration(time.Duration(week+steps) * step), r.Alert, []wantAlert{}}
		if value != "" {
			a.Alerts = []wantAlert{says(r, value)}
		}
		return a
	}
	return writeJSON(w, testFile{RuleFiles: []string{p.trafficFile()}, Every: alerting.FormatDuration(step), Tests: []testCase{{
		Name: r.Alert + ": a week, and then silence", Interval: alerting.FormatDuration(step),
		Series: []testSeries{{p.recorded("requests", alerting.FormatDuration(p.shortest())), strings.Join(values, " ")}},
		Alerts: []testAlert{ask(11, ""), ask(13, ""), ask(14, "0"), ask(23, "0"), ask(29, ""), ask(31, ""),
			ask(35, fmt.Sprint(little))},
	}}})
}
