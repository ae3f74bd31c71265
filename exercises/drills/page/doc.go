// Package page shows a recording as the capstone's laboratory shows a running service: golden signals over time with a cursor,
// alerts and events, routes and processes, latency buckets, waterfalls, a search of the log lines, and one request from its
// first line to its last.
//
// Plots are day 146's, waterfalls day 143's, the timeline of a request is day 145's; rates and quantiles are those of
// package promql.
//
// The page is drawn on the server. Its script only moves the cursor without a reload; without scripts a button does. Text
// out of a recording is escaped, and nothing is loaded from elsewhere.
//
// Begin with Handler in page.go. It does not handle: more than one recording at a time.
package page
