// Package alerting derives alerts from targets: how fast an error budget may burn,
// over which windows that is measured, and what each choice costs.
//
// Begin with slo.go and go on in the order of the README's hour: an objective, a
// tier, the alert that follows from both, the policy, its verdicts, and the false
// pages of a service with little traffic.
//
// # Model
//
// An [SLO] promises a share of good requests over a period; what may fail is the
// error budget. A burn rate is how many times faster than allowed the budget goes.
// A [Tier] is one wish, "tell me about anything that would empty the budget within
// Empties, when Spend of it is gone". NewPolicy works it out for the SLO: a
// [BurnAlert] with a threshold and two windows. A [Policy] holds the alerts of one
// SLO, and judges them: [Policy.Verdicts], [BurnAlert.FalsePages], [Policy.Simulate].
//
// The rooms below this package do something with a policy. The package generate
// writes it for Prometheus, lint reads such rules for mistakes, rules runs an alert
// through its states, promql computes rates and quantiles, scrape reads metrics, and
// dashboard shows a live service. The commands are cmd/burnrate and cmd/dashboard.
//
// # Sources
//
// Chapter 5 of the Site Reliability Workbook: burn rates, two windows, and the table
// of default tiers, https://sre.google/workbook/alerting-on-slos/. The field calls
// this multi-window, multi-burn-rate alerting; the generators Sloth and Pyrra do it.
//
// # Concurrency
//
// All values are plain data. Functions and methods share nothing and change nothing.
//
// # Bounds
//
//	input                   bound                     beyond it                   held by
//	a metrics page          16 MiB, 100,000 samples   refused whole               scrape TestParseIsBounded
//	labels of a sample      16 KiB                    the page is refused         scrape TestParseIsBounded
//	time for a scrape       10 s, at most Interval    no answer                   scrape TestScrapeTimesOut
//	series                  5,000, MaxSeries          new ones dropped, counted   scrape TestStoreCap
//	points of a series      240                       oldest go                   scrape TestStoreKeepsTheNewestPoints
//	a series that is gone   5 minutes                 forgotten                   scrape TestStoreForgetsTheLongGone
//	ledger                  200,000 marks             shorter memory              ledger TestBounded
//	rows of a table         50                        left out, said              dashboard TestTablesAreBounded
//	lines of a chart        6                         left out                    dashboard TestHistoryIsBounded
//	who asks for the page   loopback names            421                         cmd/dashboard TestLoopbackNamesOnly
//
// # Does not handle
//
// Objectives over calendar months, several objectives in one policy, and errors that
// strike together: [BurnAlert.FalsePages] takes each to come by itself.
//
// # Tests
//
// WORKBOOK_ROUNDS=n makes the property tests n times as long. WORKBOOK_INTEROP=1
// runs the tests of the rooms against promtool, Prometheus, Alertmanager and Chromium, and fails
// when one of them is missing; without it they skip.
package alerting
