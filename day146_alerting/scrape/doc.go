// Package scrape reads the metrics pages of services that it does not trust, and keeps
// the newest points of each series within a fixed bound.
//
// In Prometheus this is the package scrape, with the parser of model/textparse and, in
// small, the storage of tsdb. [Parse] reads the text format 0.0.4 and OpenMetrics 1.0,
// a [Store] keeps the points, and a [Scraper] fills it on time. Begin with parse.go,
// then store.go and scraper.go.
//
// A Store is safe for concurrent use. A Scraper belongs to one goroutine; Scrape
// starts one for each target and waits for them.
//
// It deviates from Prometheus where a small program should: timestamps in a page are
// read and not used, and a page beyond [MaxBytes] or [MaxSamples] is refused whole, like
// body_size_limit and sample_limit do it.
//
// It does not handle exemplars beyond checking them, native histograms, service
// discovery, authentication, or keeping anything over a restart.
package scrape
