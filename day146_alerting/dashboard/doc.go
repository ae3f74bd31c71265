// Package dashboard watches one service and shows it on one page: the four golden
// signals (latency, traffic, errors, saturation), the error budget, and the alerts.
//
// It is a small Prometheus with the page that Grafana would draw: a [Monitor] scrapes,
// keeps the account of one SLO and runs its alerts; [Handler] serves the page. Begin with
// monitor.go; ledger.go is the account, signals.go finds the metrics, measure.go and
// view.go work out what page.html.tmpl shows.
//
// A Monitor is driven by one goroutine, in Run or Observe, and read by any number of
// handlers at the same time.
//
// The Monitor counts increases from scrape to scrape and not with promql.Rate: exact,
// and it sees the first error of a new series, which Rate cannot.
//
// It does not notify anybody, and forgets everything when it ends.
package dashboard
