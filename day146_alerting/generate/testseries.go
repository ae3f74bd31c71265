package generate

import (
	"fmt"
	"math/big"
	"regexp/syntax"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
)

// perStep is the steady traffic of the test series, in requests a step.
const perStep = 600

// series returns the counters of a service that is clean for some steps, and
// then fails at the ratio for some more.
func (p policy) series(clean, bad int, ratio *big.Rat) []testSeries {
	// Fractions again, so that 14.4% of 600 is written as 86.4 and the ratio that
	// promtool computes is the one that the test speaks of.
	all, zero := big.NewRat(perStep, 1), new(big.Rat)
	failed := new(big.Rat).Mul(ratio, all)
	passed := new(big.Rat).Sub(all, failed)
	good := twoRamps(all, clean, passed, bad)
	if p.sli.Histogram != "" {
		return []testSeries{
			{p.sli.selector(p.sli.requests()), twoRamps(all, clean, all, bad)},
			{p.sli.selector(p.sli.Histogram+"_bucket", fmt.Sprintf("le=%q", p.sli.le())), good},
		}
	}
	with := func(value string) string {
		return p.sli.selector(p.sli.requests(), fmt.Sprintf("%s=%q", p.sli.ErrorLabel, value))
	}
	return []testSeries{
		{with("ok"), good},
		{with(example(p.sli.ErrorValue)), twoRamps(zero, clean, failed, bad)},
	}
}

// twoRamps writes a counter in promtool's notation, start+step x count: it grows
// by one step n times, and then by the other m times.
func twoRamps(step *big.Rat, n int, other *big.Rat, m int) string {
	second := new(big.Rat).Mul(step, big.NewRat(int64(n), 1))
	second.Add(second, other) // the notation counts its start as a sample too
	return fmt.Sprintf("0+%sx%d %s+%sx%d", alerting.FormatDecimal(step), n,
		alerting.FormatDecimal(second), alerting.FormatDecimal(other), max(m-1, 0))
}

// absentCase tests that silence is told of.
func (p policy) absentCase(step time.Duration) testCase {
	ask := func(at time.Duration, value float64) testExpr {
		return testExpr{
			Expr:    fmt.Sprintf(`count(ALERTS{alertname=%q,alertstate="firing"}) or vector(0)`, p.absentName()),
			At:      alerting.FormatDuration(ceil(at, step)),
			Samples: []testSample{{"{}", value}},
		}
	}
	// promtool wants some series to know how long the test lasts.
	return testCase{
		Name: p.absentName() + ": nothing is exposed", Interval: alerting.FormatDuration(step),
		Series: []testSeries{{"unrelated", "0x1"}},
		Exprs:  []testExpr{ask(absentFor-step, 0), ask(absentFor, 1)},
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
