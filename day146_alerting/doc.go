// Package alerting is a small Prometheus inside: it scrapes text exposition,
// computes rates and quantiles, derives burn-rate alerts from targets, runs them,
// and shows one page.
//
// # Model
//
// [Parse] reads an exposition into [Sample] values. A [Scraper] fills a [Store], a
// fixed ring of [Point] values for each series. [Rate], [Increase], [Irate],
// [Quantile] and [Fraction] are pure functions over points and buckets.
//
// An [SLO] and a few [Tier] values ("tell me about anything that would empty the
// budget within Empties, when Spend of it is gone") make a [Policy], and each tier
// a [BurnAlert] with its windows and threshold. The Policy writes what Prometheus
// loads: Rules, Tests and Runbook, or all of it with WriteDir. [Lint] refuses
// alert rules that Prometheus would accept and a night shift would regret.
//
// A [Rule] and a [Machine] are the state machine of an alert; [State] is where an
// alert stands. A [Monitor] ties it all together for one service, and [Dashboard]
// is its page.
//
// # Sources
//
// The functions follow Prometheus 3 (promql/functions.go and promql/quantile.go
// of v0.316): windows are open on the left, a drop is a reset, edges are reached
// within 1.1 average gaps. The state machine follows its rules/alerting.go. The
// text format is 0.0.4, OpenMetrics is 1.0. Burn rates follow chapter 5 of the
// Site Reliability Workbook, https://sre.google/workbook/alerting-on-slos/.
//
// # Concurrency
//
// A Store is safe for concurrent use. The functions, and all methods of SLO, Tier,
// BurnAlert and Policy, share nothing and change nothing. A Machine and a Scraper
// belong to one goroutine. A Monitor is driven by one goroutine, in Run or
// Observe, and read by any number of Dashboard handlers at the same time. Nothing
// starts a goroutine by itself, but for Scrape, which waits for its own.
//
// # Deviations
//
//   - Timestamps in an exposition are parsed, and ignored by the Store.
//   - A scrape beyond [MaxBytes] or [MaxSamples] is refused whole, like
//     Prometheus's body_size_limit and sample_limit.
//   - Alerts that resolved have a state of their own, [Resolved]; Prometheus calls
//     them inactive and keeps them for the same 15 minutes.
//   - The Monitor counts increases from scrape to scrape, not with Rate: exact,
//     and it sees the first error of a new series, which Rate cannot.
//   - [Fraction] follows Prometheus since 3.8 in its first bucket.
//
// # Does not handle
//
// PromQL as a language; native histograms; UTF-8 metric names in quotes; exemplars
// beyond checking them; remote write; service discovery; authentication; keeping
// anything over a restart; notifications, which are Alertmanager's work.
//
// # Tests
//
// WORKBOOK_ROUNDS=n makes the property tests n times as long. WORKBOOK_INTEROP=1
// runs the tests against promtool, Prometheus and Chromium, and fails when one of
// them is missing; without it the slow ones skip.
package alerting
