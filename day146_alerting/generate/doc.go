// Package generate writes a policy for Prometheus: a rule file ([Rules]), unit tests of
// it for promtool ([Tests]), a runbook for each alert ([Runbook]), or all of it ([Dir]).
//
// The generators of the field are Sloth (internal/app/generate) and Pyrra. What is
// written passes promtool check rules and promtool test rules, and the rules of the
// package lint. Begin with expr.go, the PromQL of an SLI, then rules.go; ruletests.go and
// testseries.go turn the promised detection times into tests. alertmanager.go writes who
// hears of what, and the Watchdog.
//
// All functions share nothing and may be called at the same time.
//
// It does not handle native histograms, or rules for anything but one service level
// indicator. No alert tells of requests that no longer arrive: see absentRule.
package generate
