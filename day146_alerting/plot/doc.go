// Package plot draws the SVG of day 146: lines over time for the dashboard, and
// the pieces from which the burn-rate chart is made. Grafana calls the first a time series
// panel. Begin with series.go; canvas.go, scale.go and spread.go are what it draws with.
//
// It draws with classes and no style attributes, so that a page under a strict
// Content-Security-Policy can colour it from its own style sheet, in dark and in
// light. Text is escaped on its way in. Nothing here is safe for concurrent use.
//
// It does not handle: interaction, animation, text measuring. Places for labels
// are chosen by the caller, or pushed apart by Spread.
package plot
