package lint

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
)

// isAggregation reports whether a word folds many series into fewer.
func isAggregation(s string) bool {
	return slices.Contains([]string{
		"sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile", "topk", "bottomk",
	}, s)
}

// isRate reports whether a function expects a raw counter over a range.
func isRate(s string) bool { return slices.Contains([]string{"rate", "irate", "increase"}, s) }

// readsCounter reports whether a function makes sense of a counter as it is.
func readsCounter(s string) bool {
	return slices.Contains([]string{
		"absent", "absent_over_time", "present_over_time", "count", "resets", "changes", "timestamp",
	}, s)
}

// expr checks what is wrong in any rule.
func (l *linter) expr(ts []token) {
	// A metric may occur with and without a rate in one expression, so uses are
	// counted: as many as stand inside a rate are fine.
	uses := map[string]int{} // minus those that are fine
	count(uses, metrics(ts), 1)
	for _, c := range calls(ts) {
		switch {
		case isRate(c.name):
			l.rateOf(c)
			count(uses, metrics(c.inside), -1)
		case readsCounter(c.name):
			count(uses, metrics(c.inside), -1)
		case strings.HasPrefix(c.name, "avg"):
			l.meanOf(c)
		case c.name == "histogram_quantile":
			l.quantileOf(c)
		}
	}
	for _, m := range slices.Sorted(maps.Keys(uses)) {
		if uses[m] > 0 && isCounter(m) {
			l.refuse("counter %s without rate or increase: it only ever grows, until a restart", m)
		}
	}
	l.divisions(ts)
}

// count adds a step for each time that a name occurs.
func count(into map[string]int, names []string, step int) {
	for _, n := range names {
		into[n] += step
	}
}

// counterName is the naming convention for counters and for the parts of a
// histogram. A colon marks a recorded name, which holds whatever was recorded.
var counterName = regexp.MustCompile(`^[a-z0-9_]+_(total|count|sum|bucket)$`)

// isCounter goes by the name: a rule file does not say what a metric is.
func isCounter(m string) bool { return counterName.MatchString(m) }

// rateOf checks one rate: not of a sum, and over enough scrapes.
func (l *linter) rateOf(c call) {
	for _, inside := range calls(c.inside) {
		if isAggregation(inside.name) {
			l.refuse("%s of %s: one restart looks like a reset of all of them; aggregate the rates instead", c.name, inside.name)
		}
	}
	for _, m := range metrics(c.inside) {
		if l.sums[m] {
			l.refuse("%s of %s, which records a sum: one restart looks like a reset of all of them", c.name, m)
		}
	}
	scrape := cmp.Or(l.Scrape, 15*time.Second)
	for i, t := range c.inside {
		if t.text != "[" || i+1 >= t.end {
			continue
		}
		d, err := alerting.ParseDuration(c.inside[i+1].text)
		switch n := d / scrape; {
		case err != nil:
			l.refuse("range: %v", err)
		case n < 2:
			l.refuse("range %s holds %d scrape(s) of %s: a rate needs two",
				c.inside[i+1].text, n, alerting.FormatDuration(scrape))
		case n < 4:
			l.warn("range %s holds %d scrapes of %s: one lost scrape leaves a hole; take four",
				c.inside[i+1].text, n, alerting.FormatDuration(scrape))
		}
	}
}

// meanOf refuses means of what must not be averaged. Both mistakes look plausible
// on a graph, because they are right when all parts have the same traffic.
func (l *linter) meanOf(c call) {
	if hasWord(c.inside, "histogram_quantile") {
		l.refuse("%s of quantiles means nothing: merge the buckets, then take the quantile", c.name)
	}
	ratio := slices.ContainsFunc(metrics(c.inside), func(m string) bool { return strings.Contains(m, "ratio") })
	if ratio || hasWord(c.inside, "/") {
		l.refuse("%s of ratios: a quiet minute weighs as much as a busy one; divide the sums instead", c.name)
	}
}

// quantileOf refuses to lose the bounds on the way: without le every bucket of a
// histogram is added to every other, and the answer is NaN.
func (l *linter) quantileOf(c call) {
	for _, a := range calls(c.inside) {
		if isAggregation(a.name) && !hasWord(a.by, "le") {
			l.refuse("histogram_quantile over %s without le: the buckets are gone", a.name)
		}
	}
}

// divisions looks for what guards each denominator against zero.
func (l *linter) divisions(ts []token) {
	for i, t := range ts {
		if t.text != "/" || i+1 == len(ts) {
			continue
		}
		next := ts[i+1]
		switch {
		case next.kind == number, next.text == "clamp_min": // cannot be zero, or was made not to be
		case next.text == "(" && (guarded(inner(ts, i+1)) || above(inner(ts, i+1))):
		case hasWord(ts[i:], "and") && guarded(ts[i:]): // "... and requests > 0" drops the NaN later
		default:
			l.refuse("0/0 is NaN, and so is this ratio without traffic: divide by (... > 0)")
		}
	}
}

// guarded reports whether the words compare something with zero.
func guarded(ts []token) bool {
	for i, t := range ts[:max(len(ts)-1, 0)] {
		if (t.text == ">" || t.text == "!=") && ts[i+1].text == "0" {
			return true
		}
	}
	return false
}

// above reports whether the words ask for more than some number, which inside of
// a denominator keeps zero out as well.
func above(ts []token) bool {
	n := len(ts)
	return n > 0 && ts[n-1].kind == number && slices.ContainsFunc(ts[:n-1], func(t token) bool { return t.text == ">" })
}
