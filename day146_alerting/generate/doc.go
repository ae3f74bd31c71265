// Package generate writes a policy for Prometheus: a rule file ([Rules]), unit tests of
// it for promtool ([Tests]), a runbook for each alert ([Runbook]), or all of it ([Dir]).
//
// The generators of the field are Sloth (internal/app/generate) and Pyrra. What is
// written passes promtool check rules and promtool test rules, and the rules of the
// package lint. Begin with expr.go, the PromQL of an SLI, then rules.go; ruletests.go and
// testseries.go turn the promised detection times into tests. alertmanager.go writes who
// hears of what, and the Watchdog.
//
// # What the rules show
//
// A recording rule is named level:metric:operations: slo:error_ratio:rate5m is a ratio of
// errors, per SLO, from rates over five minutes. Each window is recorded once, and alerts and
// dashboards read the same number.
//
// Absent is not zero. A service without failures has no series of failures, so errorsExpr
// writes "or 0 *". A counter that is gone is told of by absent(), and one that stands still
// by trafficRule.
//
// A latency objective counts in the same way: bad is every request that is not in the bucket
// that ends at the threshold. A quantile could not be summed, and has no budget.
//
// An aborted request, whose client went away first, has no status; day 142 counts it as class
// aborted. It is in the denominator, and it is bad only if you say so: with
// -errors 'class=5xx|aborted' clients that lose patience with a slow service count, and so do
// those who close a tab. Where clients give up before you answer, only that or a latency
// objective pages. Its histogram has the time until the abort: shorter than the threshold is
// good.
//
// An inhibition keeps the messages of slower tiers back while a faster one fires; the alerts
// themselves fire on. The Watchdog fires always, and is missed when alerting is broken.
//
// All functions share nothing and may be called at the same time.
//
// It does not handle native histograms, or rules for anything but one service level
// indicator.
package generate
