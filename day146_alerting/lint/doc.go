// Package lint finds faults in alert rules that Prometheus accepts and a night shift pays
// for: [Rules] returns each as a [Finding], to refuse or to look at.
//
// The field's linter is pint of Cloudflare; its internal/checks hold the same kind of
// rules (alerts_comparison.go, promql_rate.go). Begin with lint.go; expr.go and limit.go
// hold the checks, token.go the words of an expression.
//
// It knows PromQL by its words and brackets and not by its grammar. It can miss a fault
// in an unusual spelling, and promtool check rules is still needed.
package lint
