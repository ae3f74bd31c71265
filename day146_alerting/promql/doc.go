// Package promql holds the functions that alerts and dashboards are made of: [Rate],
// [Increase] and [Irate] over the points of a counter, [Quantile] and [Fraction] over
// the buckets of a histogram, and the values that they take.
//
// Prometheus has them in promql/functions.go and promql/quantile.go; here they are
// plain functions of Go, without the language around them. They follow version 3 (v0.316
// of the module): windows are open on the left, a drop is a reset, edges are reached
// within 1.1 average gaps. Fraction follows Prometheus since 3.8 in its first bucket.
//
// Begin with point.go and rate.go, then quantile.go. The functions change nothing that
// they are given, and may be called by several goroutines at the same time.
//
// It does not handle PromQL as a language, or native histograms.
package promql
