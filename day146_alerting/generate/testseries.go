package generate

import (
	"fmt"
	"math/big"
	"regexp/syntax"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

// perStep is the steady traffic of the test series, in requests a step.
const perStep = 600

// stage is a time of the test series in which a share of the requests fails.
type stage struct {
	steps int
	bad   *big.Rat
}

// series returns the counters of a service that goes through some stages.
func (p policy) series(stages ...stage) []testSeries {
	// Fractions again, so that 14.4% of 600 is written as 86.4 and the ratio that
	// promtool computes is the one that the test speaks of.
	all := big.NewRat(perStep, 1)
	every := func(stage) *big.Rat { return all }
	failed := func(s stage) *big.Rat { return new(big.Rat).Mul(s.bad, all) }
	passed := func(s stage) *big.Rat { return new(big.Rat).Sub(all, failed(s)) }
	if p.SLI.Histogram != "" {
		return []testSeries{
			{p.sli.selector(p.sli.requests()), ramps(stages, every)},
			{p.sli.selector(p.SLI.Histogram+"_bucket", fmt.Sprintf("le=%q", p.sli.le())), ramps(stages, passed)},
		}
	}
	with := func(value string) string {
		return p.sli.selector(p.sli.requests(), fmt.Sprintf("%s=%q", p.sli.ErrorLabel, value))
	}
	return []testSeries{
		{with("ok"), ramps(stages, passed)},
		{with(example(p.sli.ErrorValue)), ramps(stages, failed)},
	}
}

// ramps writes a counter in promtool's notation, start+step x count, that grows by
// one step after the other for as long as each stage lasts.
func ramps(stages []stage, grow func(stage) *big.Rat) string {
	var parts []string
	value := new(big.Rat)
	for i, s := range stages {
		step, start, count := grow(s), new(big.Rat).Set(value), s.steps
		if i > 0 { // the notation counts its start as a sample too
			start.Add(start, step)
			count = max(count-1, 0)
		}
		parts = append(parts, fmt.Sprintf("%s+%sx%d", alerting.FormatDecimal(start), alerting.FormatDecimal(step), count))
		value.Add(value, new(big.Rat).Mul(step, big.NewRat(int64(s.steps), 1)))
	}
	return strings.Join(parts, " ")
}

// saysCase holds what is recorded and what the alerts say, on a service that fails from
// its first request on: every ratio is 1 there, whatever the edges of a window are.
func (p policy) saysCase(step time.Duration) testCase {
	last := 4 + int(ceil(p.For, step)/step) // steps
	length := time.Duration(last) * step
	at := alerting.FormatDuration(length)
	c := testCase{
		Name: p.Name + ": what is recorded, and what the alerts say", Interval: alerting.FormatDuration(step),
		Series: p.series(stage{last, big.NewRat(1, 1)}),
	}
	ask := func(recorded string, want float64) {
		// A little less than exact: two floats may differ in their last digit.
		expr := fmt.Sprintf("abs(%s - %v) < bool 1e-6", recorded, want)
		c.Exprs = append(c.Exprs, testExpr{expr, at, []testSample{{fmt.Sprintf("{slo=%q}", p.Name), 1}}})
	}
	for _, w := range p.Windows() {
		window := alerting.FormatDuration(w)
		if w > length { // all requests are in the window, and nothing but them
			rate := perStep * float64(last) / w.Seconds()
			ask(p.recorded("requests", window), rate)
			ask(p.recorded("errors", window), rate)
		}
		ask(p.recorded("error_ratio", window), 1)
	}
	period := alerting.FormatDuration(p.SLO.Period)
	ask(p.recorded("error_ratio", period), 1)
	ask(fmt.Sprintf("slo:budget_left:ratio%s{slo=%q}", period, p.Name), 1-1/p.SLO.Budget())
	for i := range p.Alerts {
		r := p.burnRule(i)
		c.Alerts = append(c.Alerts, testAlert{at, r.Alert, []wantAlert{says(r, "100%")}})
	}
	return c
}

// says is what an alert must say for a value.
func says(r rules.Rule, value string) wantAlert {
	w := wantAlert{Labels: r.Labels, Annotations: map[string]string{}}
	for name, text := range r.Annotations {
		text = strings.ReplaceAll(text, "{{ $value | humanizePercentage }}", value)
		w.Annotations[name] = strings.ReplaceAll(text, "{{ $value }}", value)
	}
	return w
}

// absentCase tests that silence is told of.
func (p policy) absentCase(step time.Duration) testCase {
	r := p.absentRule()
	ask := func(at time.Duration, want ...wantAlert) testAlert {
		return testAlert{alerting.FormatDuration(ceil(at, step)), r.Alert, want}
	}
	steps := int(ceil(absentFor, step) / step)
	back := p.series(stage{4, new(big.Rat)})
	for i := range back {
		back[i].Values = fmt.Sprintf("_x%d %s", steps+1, back[i].Values)
	}
	return testCase{
		Name: p.absentName() + ": nothing is exposed, and then it is", Interval: alerting.FormatDuration(step),
		Series: back,
		Alerts: []testAlert{ask(absentFor - step), ask(absentFor, says(r, "1")), ask(time.Duration(steps+4) * step)},
	}
}

// example returns a value that a regular expression matches: 5xx for 5...
func example(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return pattern // validate has refused it
	}
	return exampleOf(re)
}

// exampleOf walks the expression and takes the first way at each fork.
func exampleOf(re *syntax.Regexp) string {
	var b strings.Builder
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		return string(re.Rune[:1])
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "x"
	case syntax.OpAlternate:
		return exampleOf(re.Sub[0])
	case syntax.OpRepeat:
		return strings.Repeat(exampleOf(re.Sub[0]), re.Min)
	case syntax.OpConcat, syntax.OpCapture, syntax.OpPlus:
		for _, sub := range re.Sub {
			b.WriteString(exampleOf(sub))
		}
	}
	return b.String() // a star, a question mark or an anchor matches nothing
}
