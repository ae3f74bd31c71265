// Package metrics counts what a service does and writes it as a page that a
// Prometheus scrapes: counters, gauges, histograms, summaries, and families of
// them with bounded labels. The field calls it a client library, or
// instrumentation: it is what prometheus/client_golang has in its package
// prometheus, and VictoriaMetrics/metrics in its root.
//
// Begin with page.go and family.go, which are what a scrape walks; counter.go
// and histogram.go are what it finds there, and vec.go is families of many. The
// README has the order in which to read them. Packages promhttp and buckets,
// the handler with the RED method and the choice of bounds, are built on this
// one, which knows neither.
//
// # Model
//
// A [Registry] holds families. A family is a name, a help text, a type and one
// series for each set of label values; a series is a metric. [Registry.Counter]
// and its like return the metric itself, a pointer to keep: recording through
// it takes no lookup, no allocation and, except for summaries, no lock that a
// scrape could hold for long. Everything a page needs beside the numbers is
// rendered when a series is created.
//
// # Formats
//
// [Registry.WriteText] writes the Prometheus text format 0.0.4,
// https://prometheus.io/docs/instrumenting/exposition_formats/, and
// [Registry.WriteOpenMetrics] writes OpenMetrics 1.0,
// https://prometheus.io/docs/specs/om/open_metrics_spec/. No timestamps are
// written, save those of exemplars, and no _created samples.
//
// # Concurrency
//
// Everything may be used from any number of goroutines at once, except that
// [Vec.Limit] and [Vec.Bounded] come before the first [Vec.With]. The buckets,
// sum and count of a histogram on a page are of one moment, and so are those of
// a summary. Two series of a page are of two moments: each is read when the page
// gets to it. The package starts no goroutine.
//
// # Bad input
//
// A name, label or bound that would spoil the page panics at registration. At
// run time nothing panics, but for the wrong number of values in [Vec.With]: a
// number that a metric cannot take is counted in
// metrics_rejected_samples_total{metric}, and a label value too many goes to the
// overflow series and is counted in metrics_folded_series_total{metric}. These
// two families appear on the page when they have something to say.
//
// # Bounds
//
//	input                       bound              beyond it                held by
//	series of a vector          1,000, Limit       one series; counted      TestVecLimitUnderFlood
//	method, class               10 and 6 values    other                    promhttp TestREDCountsByTemplate
//	unmatched paths             1 series a class   route="unmatched"        promhttp TestREDUnmatchedFlood
//	an exemplar's trace id      128 characters     no exemplar              TestExemplarLength
//	NaN, infinity, over 9e288   -                  refused, counted         TestHistogramRefuses
//	a GaugeFunc that panics     its own sample     the page goes on         TestGaugeFuncPanic
//	a summary                   its window         oldest observations go   TestSummaryWindow
//
// The length of a label value has no bound here: whoever calls With with text of a
// stranger bounds it first. Headers are bounded by the server, http.Server's
// MaxHeaderBytes, and a GaugeFunc that does not return holds up its scrape.
//
// # Deviations
//
//   - An infinity is refused by histograms and summaries as a NaN is, and so is
//     what lies beyond 9e288: the formats would allow them, and the sum could
//     be lost for good.
//   - A byte of zero in an exemplar's trace id becomes U+FFFD, as bytes that
//     are not UTF-8 do everywhere: Prometheus refuses an OpenMetrics page with one
//     in an exemplar, although the format allows it. In label values and help
//     texts it stays, and Prometheus takes it in both formats.
//   - A histogram with a negative bound has no sum and count in OpenMetrics,
//     which requires that.
//   - A negative observation is taken by summaries and by all histograms.
//     OpenMetrics allows it only in a histogram with a negative bound, and a
//     strict reader may refuse the page for it: use a gauge for what goes below
//     zero.
//   - An empty label value is left out, and not written as an empty string.
//
// # Does not handle
//
// Native histograms, UTF-8 names, UNIT lines, info and stateset types, removal
// of a series, push, and summaries with labels.
//
// # Tests
//
// WORKBOOK_ROUNDS, an integer, makes the property tests so many times longer.
// WORKBOOK_INTEROP=1 runs the tests against a real Prometheus and promtool, and
// makes a missing program a failure.
package metrics
