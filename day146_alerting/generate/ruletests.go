package generate

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"time"

	alerting "workbook/day146_alerting"
)

// testFile is a file of unit tests as promtool reads it. It and the types below
// hold only the keys that are used; promtool refuses keys that it does not know.
type testFile struct {
	RuleFiles []string   `json:"rule_files"`
	Every     string     `json:"evaluation_interval"`
	Tests     []testCase `json:"tests"`
}

// testCase is one story: series that go on for some time, and questions at some
// moments.
type testCase struct {
	Name     string       `json:"name"`
	Interval string       `json:"interval"`
	Series   []testSeries `json:"input_series"`
	Exprs    []testExpr   `json:"promql_expr_test,omitempty"`
	Alerts   []testAlert  `json:"alert_rule_test,omitempty"`
}

// testSeries is a series in promtool's notation.
type testSeries struct {
	Series string `json:"series"`
	Values string `json:"values"`
}

// testExpr asks an expression at one moment, and says what must come out.
type testExpr struct {
	Expr    string       `json:"expr"`
	At      string       `json:"eval_time"`
	Samples []testSample `json:"exp_samples"`
}

// testSample is one element of an expected result.
type testSample struct {
	Labels string  `json:"labels"`
	Value  float64 `json:"value"`
}

// testAlert asks which alerts of one name fire at one moment, with all that they say.
type testAlert struct {
	At     string      `json:"eval_time"`
	Name   string      `json:"alertname"`
	Alerts []wantAlert `json:"exp_alerts"`
}

// wantAlert is one alert that must fire.
type wantAlert struct {
	Labels      map[string]string `json:"exp_labels"`
	Annotations map[string]string `json:"exp_annotations"`
}

// outage is one story that the tests tell: a clean service, and then an error ratio.
type outage struct {
	name  string
	alert int
	ratio *big.Rat
}

// Tests writes promtool unit tests for the file that Rules writes. Each burn-rate
// alert must stay silent until just before the time that Detect promises and
// fire just after: in a total outage, and, unless its window is a day or more, at
// ten times its threshold. Below the threshold it must never fire, and after the last error
// it must end when Reset promises. What is recorded, and what an alert says, is held too: a
// changed field of any rule fails a test.
func Tests(w io.Writer, given alerting.Policy) error {
	if _, err := Groups(given); err != nil {
		return err
	}
	p := complete(given)
	step := p.testStep()
	f := testFile{RuleFiles: []string{p.rulesFile()}, Every: alerting.FormatDuration(step)}
	one := big.NewRat(1, 1)
	for i, a := range p.Alerts {
		f.Tests = append(f.Tests, p.testCase(outage{"a total outage", i, one}, step))
		ten := new(big.Rat).Mul(a.ExactThreshold(), big.NewRat(10, 1))
		if ten.Cmp(one) < 0 && a.Long < 24*time.Hour { // days of samples take promtool long
			f.Tests = append(f.Tests, p.testCase(outage{"ten times the threshold", i, ten}, step))
		}
		f.Tests = append(f.Tests, p.resetCase(i, step))
	}
	if len(p.Alerts) > 0 {
		under := new(big.Rat).Mul(p.Alerts[0].ExactThreshold(), big.NewRat(9, 10))
		f.Tests = append(f.Tests, p.testCase(outage{"just under the threshold", 0, under}, step), p.saysCase(step))
	}
	f.Tests = append(f.Tests, p.absentCase(step))
	return writeJSON(w, f)
}

// rulesFile is the name by which the tests find the rules: both are written into
// one directory.
func (p policy) rulesFile() string { return p.Name + ".rules.json" }

// testStep is fine enough to give the shortest window five samples.
func (p policy) testStep() time.Duration {
	if len(p.Alerts) == 0 {
		return time.Minute
	}
	return max((p.Windows()[0] / 5).Truncate(time.Second), time.Second)
}

// testCase tells one outage, and asks for the alert on both sides of the moment
// that Detect promises.
func (p policy) testCase(o outage, step time.Duration) testCase {
	a := p.Alerts[o.alert]
	// The outage begins when the long window is full of clean traffic, because
	// that is what Detect speaks of.
	clean := int(a.Long/step) + 2
	ratio, _ := o.ratio.Float64()
	name := fmt.Sprintf("%s: %s (%s of requests)", p.alertName(o.alert), o.name, alerting.FormatPercent(ratio))
	found, ok := a.Detect(ratio)
	if !ok {
		return testCase{
			Name: name + ", never", Interval: alerting.FormatDuration(step),
			Series: p.series(stage{clean, new(big.Rat)}, stage{int(a.Long / step), o.ratio}),
			Exprs:  []testExpr{p.firing(o.alert, time.Duration(clean)*step+a.Long, false)},
		}
	}
	// Prometheus 2 takes the sample on the left edge of the window in, and 3 does
	// not, so the window may be one step shorter than it says. In steps:
	early := int(math.Ceil(float64(found)*float64(a.Long-step)/float64(a.Long)/float64(step))) - 1 + int(p.For/step)
	late := int(found/step) + 1
	begin := time.Duration(clean) * step
	c := testCase{
		Name: name + ", detected in " + alerting.FormatBrief(found), Interval: alerting.FormatDuration(step),
		Series: p.series(stage{clean, new(big.Rat)}, stage{late + 2 + int(p.For/step), o.ratio}),
	}
	if early >= 0 { // a detection within the first step leaves no moment before it
		c.Exprs = append(c.Exprs, p.firing(o.alert, begin+time.Duration(early)*step, false))
	}
	c.Exprs = append(c.Exprs, p.firing(o.alert, begin+time.Duration(late)*step+ceil(p.For, step), true))
	return c
}

// resetCase ends an outage that has filled the short window, and asks on both sides of
// the moment that Reset promises: the short window is what ends an alert.
func (p policy) resetCase(i int, step time.Duration) testCase {
	a := p.Alerts[i]
	bad := int(max(a.Short, p.For)/step) + 3
	reset := int(a.Reset(1) / step)
	end := func(steps int) time.Duration { return time.Duration(bad+steps) * step }
	c := testCase{
		Name:     p.alertName(i) + ": ends within " + alerting.FormatBrief(a.Reset(1)) + " of the last error",
		Interval: alerting.FormatDuration(step),
		Series:   p.series(stage{bad, big.NewRat(1, 1)}, stage{reset + 4, new(big.Rat)}),
		Exprs:    []testExpr{p.firing(i, end(0), true)},
	}
	if reset > 2 { // the edges of the window are worth a step
		c.Exprs = append(c.Exprs, p.firing(i, end(reset-2), true))
	}
	c.Exprs = append(c.Exprs, p.firing(i, end(reset+2), false))
	return c
}

// ceil rounds up to whole steps: nothing is evaluated in between.
func ceil(d, step time.Duration) time.Duration { return (d + step - 1) / step * step }

// firing asks for the alert in the ALERTS series: with its labels, and without what it
// says, which holds a measured value.
func (p policy) firing(i int, at time.Duration, want bool) testExpr {
	e := testExpr{
		Expr:    fmt.Sprintf(`ALERTS{alertname=%q,alertstate="firing"}`, p.alertName(i)),
		At:      alerting.FormatDuration(at),
		Samples: []testSample{},
	}
	if want {
		labels := fmt.Sprintf(`ALERTS{alertname=%q,alertstate="firing",severity=%q,slo=%q,tier="%d"}`,
			p.alertName(i), p.Alerts[i].Tier.Severity, p.Name, i+1)
		e.Samples = []testSample{{labels, 1}}
	}
	return e
}
