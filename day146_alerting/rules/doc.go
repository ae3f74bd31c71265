// Package rules is a rule of Prometheus and the life of an alert: a [Rule] says when an
// alert is true, and a [Machine] takes it from pending to firing to resolved.
//
// Prometheus has it in rules/alerting.go and rules/group.go, and the names of the states
// are its own, but for [Resolved]: it calls those alerts inactive, and keeps them for the
// same 15 minutes. Begin with rule.go, then state.go; template.go fills in annotations.
//
// A Machine belongs to one goroutine.
//
// It does not evaluate expressions, and notifies nobody: that is Alertmanager's work.
package rules
