package dashboard

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/ledger"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
)

// measure reads current values out of a Store: rates over the last window up to
// now. A value that cannot be known is NaN, which the page shows as a gap.
type measure struct {
	store   *scrape.Store
	sli     alerting.SLI
	signals signals
	isError *regexp.Regexp
	now     time.Time
	window  time.Duration

	requests []scrape.Series // that count requests
	latency  []scrape.Series // buckets of their latency
	pages    []ledger.Page   // what the last scrape showed of the SLI
}

// observe reads what the signals and the account need, once.
func observe(m measure) measure {
	m.signals = detect(m.sli, m.store)
	m.requests = m.named(m.signals.requests)
	m.latency = m.named(m.signals.histogram + "_bucket")
	m.pages = m.read()
	return m
}

// named returns the series of a metric that the SLI selects.
func (m measure) named(metric string) []scrape.Series { return selected(m.sli, m.store, metric) }

// failed reports whether a series counts failures.
func (m measure) failed(s scrape.Series) bool {
	return m.isError.MatchString(s.Labels.Get(m.signals.errorLabel))
}

// sumRate returns the sum of the rates of the series; nothing at all is NaN. The rates
// are added, not the counters: see promql.Rate.
func (m measure) sumRate(series []scrape.Series) float64 {
	return sumOf(series, func(s scrape.Series) (float64, bool) { return promql.Rate(s.Points, m.now, m.window) })
}

// latest returns the sum of the newest values, without what is gone.
func (m measure) latest(series []scrape.Series) float64 {
	return sumOf(series, func(s scrape.Series) (float64, bool) {
		if len(s.Points) == 0 || promql.IsStale(s.Points[len(s.Points)-1].V) {
			return 0, false
		}
		return s.Points[len(s.Points)-1].V, true
	})
}

// sumOf adds up what value knows of the series; if it knows nothing, that is NaN.
func sumOf(series []scrape.Series, value func(scrape.Series) (float64, bool)) float64 {
	sum, found := 0.0, false
	for _, s := range series {
		if v, ok := value(s); ok {
			sum, found = sum+v, true
		}
	}
	if !found {
		return math.NaN()
	}
	return sum
}

// buckets merges the rates of all bucket series by bound: the quantile of a
// service is the quantile of its merged buckets.
func (m measure) buckets(series []scrape.Series) []promql.Bucket {
	var out []promql.Bucket
	for _, s := range series {
		le, err := strconv.ParseFloat(s.Labels.Get("le"), 64)
		v, ok := promql.Rate(s.Points, m.now, m.window)
		if err != nil || math.IsNaN(le) || !ok || math.IsNaN(v) {
			continue // a bound that is no number sorts nowhere; a NaN would spread to the total
		}
		if i := slices.IndexFunc(out, func(b promql.Bucket) bool { return b.UpperBound == le }); i >= 0 {
			out[i].Count += v
		} else {
			out = append(out, promql.Bucket{UpperBound: le, Count: v})
		}
	}
	return out
}

// latency is a quantile, and whether it lies above the highest bucket bound: then the
// bound is all that is known of it.
type latency struct {
	Seconds float64
	Over    bool
}

// quantile reads one out of merged buckets.
func quantile(q float64, buckets []promql.Bucket) latency {
	l := latency{Seconds: promql.Quantile(q, buckets)}
	// What lies above the top bound is told by the share that lies below it.
	l.Over = promql.Fraction(math.Inf(-1), l.Seconds, buckets) < q && l.Seconds == topBound(buckets)
	return l
}

// topBound returns the highest finite bound.
func topBound(buckets []promql.Bucket) float64 {
	top := math.Inf(-1)
	for _, b := range buckets {
		if !math.IsInf(b.UpperBound, 1) {
			top = max(top, b.UpperBound)
		}
	}
	return top
}

// group is the series that share a key.
type group struct {
	key    string
	series []scrape.Series
}

// by groups series by what key makes of them, sorted by key, so that rows stay in
// their place from one update of the page to the next.
func by(series []scrape.Series, key func(scrape.Series) string) []group {
	var out []group
	for _, s := range series {
		k := key(s)
		if i := slices.IndexFunc(out, func(g group) bool { return g.key == k }); i >= 0 {
			out[i].series = append(out[i].series, s)
		} else {
			out = append(out, group{k, []scrape.Series{s}})
		}
	}
	slices.SortFunc(out, func(a, b group) int { return cmp.Compare(a.key, b.key) })
	return out
}
