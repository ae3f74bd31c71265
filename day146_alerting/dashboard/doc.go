// Package dashboard watches one service and shows it on one page: the four golden
// signals (latency, traffic, errors, saturation), the error budget, and the alerts.
//
// It is a small Prometheus with the page that Grafana would draw: a [Monitor] scrapes,
// keeps the account of one SLO and runs its alerts; [Handler] serves the page. Begin with
// monitor.go; signals.go finds the metrics, account.go gives the counters to the ledger,
// measure.go, tables.go and view.go work out what page.html.tmpl shows.
//
// A Monitor is driven by one goroutine, in Run or Observe, and read by any number of
// handlers at the same time.
//
// The account is the package ledger: unlike promql.Rate it sees the first error of a new
// series. An alert also wants at least five bad requests in its short window, because a page
// that has just begun to watch has seen few requests.
//
// It does not notify anybody, and forgets everything when it ends.
package dashboard
