package generate

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	alerting "workbook/day146_alerting"
)

// sli is an SLI, with its defaults filled in, that writes itself as PromQL.
type sli struct{ alerting.SLI }

// requests names the denominator. A histogram counts its own requests, so a latency
// SLI needs no second metric.
func (s sli) requests() string {
	if s.Histogram != "" {
		return s.Histogram + "_count"
	}
	return cmp.Or(s.Requests, "http_requests_total")
}

// validate refuses a latency threshold that no bucket can answer. Between bounds a
// histogram only guesses, and an SLI that guesses is argued about at 3 a.m.
func (s sli) validate() error {
	if err := s.Validate(); err != nil || s.Histogram == "" {
		return err
	}
	le := s.Threshold.Seconds()
	bounds := slices.Clone(s.Bounds)
	slices.Sort(bounds)
	i, found := slices.BinarySearch(bounds, le)
	if found && !math.IsInf(le, 0) {
		return nil
	}
	var near []string
	if i > 0 {
		near = append(near, seconds(bounds[i-1]))
	}
	if i < len(bounds) && !math.IsInf(bounds[i], 1) {
		near = append(near, seconds(bounds[i]))
	}
	if len(near) == 0 {
		return fmt.Errorf("latency threshold %s: %w: %s has no finite bucket bounds",
			seconds(le), alerting.ErrImpossible, s.Histogram)
	}
	return fmt.Errorf("latency threshold %s: %w: not a bucket bound of %s; nearest: %s",
		seconds(le), alerting.ErrImpossible, s.Histogram, strings.Join(near, " and "))
}

// le returns the bucket label of the threshold.
func (s sli) le() string { return strconv.FormatFloat(s.Threshold.Seconds(), 'g', -1, 64) }

// seconds formats a bound as it is written in le, with its unit.
func seconds(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) + "s" }

// rate returns the PromQL for the summed rate of a counter with extra matchers.
// It is a sum of rates: the rate of a sum would take one restart for a reset of
// every instance.
func (s sli) rate(counter, window string, matchers ...string) string {
	return "sum(rate(" + s.selector(counter, matchers...) + "[" + window + "]))"
}

// badBy is the PromQL for the bad requests by route, the first split that is worth
// a look, and for failures by their kind too.
func (s sli) badBy(window string) string {
	if s.Histogram != "" {
		return fmt.Sprintf("sum by (route) (rate(%s[%s])) - sum by (route) (rate(%s[%s]))",
			s.selector(s.requests()), window, s.selector(s.Histogram+"_bucket", s.leMatcher()), window)
	}
	return fmt.Sprintf("sum by (route, %s) (rate(%s[%s]))", s.ErrorLabel, s.selector(s.requests(), s.errorMatcher()), window)
}

// errorMatcher matches what failed.
func (s sli) errorMatcher() string { return fmt.Sprintf("%s=~%q", s.ErrorLabel, s.ErrorValue) }

// leMatcher matches the bucket of the threshold in both spellings of a whole
// number: client libraries write 1 or 1.0.
func (s sli) leMatcher() string {
	le := s.le()
	if strings.ContainsAny(le, ".e") {
		return fmt.Sprintf("le=%q", le)
	}
	return fmt.Sprintf("le=~%q", le+`(\.0)?`)
}

// selector returns a metric with its matchers, the special ones first. Values are
// quoted by Go's rules, which are PromQL's too.
func (s sli) selector(metric string, matchers ...string) string {
	for _, name := range slices.Sorted(maps.Keys(s.Selector)) {
		matchers = append(matchers, fmt.Sprintf("%s=%q", name, s.Selector[name]))
	}
	if len(matchers) == 0 {
		return metric
	}
	return metric + "{" + strings.Join(matchers, ",") + "}"
}

// requestsExpr is the PromQL for the denominator over a window.
func (s sli) requestsExpr(window string) string { return s.rate(s.requests(), window) }

// errorsExpr is the PromQL for the numerator over a window. A service without a
// single failure has no series for it, and nothing divided by something is
// nothing; the "or" makes it the zero that it means. Without requests either,
// both sides are nothing, and the absent alert takes over.
func (s sli) errorsExpr(window string) string {
	if s.Histogram != "" {
		return s.requestsExpr(window) + " - " + s.rate(s.Histogram+"_bucket", window, s.leMatcher())
	}
	return s.rate(s.requests(), window, s.errorMatcher()) + " or 0 * " + s.requestsExpr(window)
}
