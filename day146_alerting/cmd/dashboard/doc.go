// Command dashboard scrapes services and serves one page with their golden
// signals, error budget and burn-rate alerts, on loopback.
//
// It is a small Prometheus and Grafana in one. Begin with main.go; the page itself is the
// package dashboard.
//
//	go run ./day146_alerting/cmd/dashboard -scrape http://127.0.0.1:8080/metrics -slo 99.9
package main
