// Command burnrate turns targets into burn-rate alerts, says what each choice
// costs, and writes the rules, their tests and the runbooks.
//
// Generators such as Sloth and Pyrra do the second half of it. Begin with main.go; report.go
// writes the tables and chart.go draws the chart.
//
//	go run ./day146_alerting/cmd/burnrate -slo 99.9 -period 30d -rps 20 -rules out -svg burn.svg
//
// It exits with 1 when the targets are refused, and with 2 when it is not called
// correctly.
package main
