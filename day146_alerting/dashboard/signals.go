package dashboard

import (
	"fmt"
	"slices"
	"strings"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/scrape"
)

// signals are the names under which a service exposes its golden signals. They are
// found anew after each scrape: a series may appear with its first request.
type signals struct {
	requests   string // counter
	histogram  string // base name
	errorLabel string
	routeLabel string
	inFlight   string // gauge
}

// detect finds the names by convention, where the SLI does not say them. Any
// prefix is allowed, and the request counter's decides: a service also exposes the
// latency of its database, of its clients and of the metrics page itself.
func detect(s alerting.SLI, store *scrape.Store) signals {
	names := slices.DeleteFunc(store.Names(), func(n string) bool {
		return strings.HasPrefix(n, "promhttp_") || strings.HasPrefix(n, "node_") // the scrapes; the machine's own
	})
	g := signals{requests: s.Requests, histogram: s.Histogram, errorLabel: s.ErrorLabel}
	if s.Histogram != "" {
		g.requests = s.Histogram + "_count"
	}
	if g.requests == "" {
		g.requests = closest(names, "", "http_requests_total", "requests_total")
	}
	if g.histogram == "" {
		bucket := closest(names, g.requests, "request_duration_seconds_bucket", "duration_seconds_bucket")
		g.histogram = strings.TrimSuffix(bucket, "_bucket")
	}
	// OpenTelemetry has no counter of requests beside the histogram.
	if g.requests == "" && strings.HasSuffix(g.histogram, "request_duration_seconds") {
		g.requests = g.histogram + "_count"
	}
	g.inFlight = closest(names, g.requests,
		"in_flight", "in_flight_requests", "inflight_requests", "in_flight_current", "active_requests")
	// Labels can only be read from series, and a service that has answered nothing
	// yet has none: the conventional first choice stands in until then.
	series := selected(s, store, g.requests)
	if g.errorLabel == "" {
		g.errorLabel = present(series, "code", "status", "status_code", "class", "http_response_status_code")
	}
	g.routeLabel = present(series, "route", "handler", "path", "endpoint", "http_route")
	return g
}

// bucket is the metric with the buckets of a latency SLI, or "".
func (g signals) bucket(s alerting.SLI) string {
	if s.Histogram == "" {
		return ""
	}
	return s.Histogram + "_bucket"
}

// read is one metric or label that the page reads, and what for.
type read struct{ Name, For string }

// reads lists what the page reads: a convention can be wrong, and then somebody must
// be able to see it.
func (m measure) reads() []read {
	g := m.signals
	all := []read{{g.requests, "requests"}, {g.histogram, "latency"}, {g.inFlight, "saturation"}}
	if g.requests != "" && m.sli.Histogram == "" {
		all = append(all, read{g.errorLabel + "=~" + m.sli.Defaults().ErrorValue, "failures"}, read{g.routeLabel, "routes"})
	}
	return slices.DeleteFunc(all, func(r read) bool { return r.Name == "" })
}

// notes says what the account cannot see.
func (m measure) notes() []string {
	series := m.requests
	metric, label := m.signals.requests, m.signals.errorLabel
	has := func(s scrape.Series) bool { return s.Labels.Get(label) != "" }
	switch {
	case len(series) == 0:
		return nil
	case m.sli.Histogram != "" && !m.alive():
		return []string{fmt.Sprintf("No bucket of %s ends at %v: what is slow is not counted.", m.sli.Histogram, m.sli.Threshold)}
	case m.sli.Histogram == "" && !slices.ContainsFunc(series, has):
		return []string{fmt.Sprintf("No series of %s has the label %s: failures are not counted.", metric, label)}
	}
	return nil
}

// needed reports which metrics the SLI and the signals may read: when room is short,
// they are kept first.
func needed(s alerting.SLI) func(name string) bool {
	return func(name string) bool {
		switch {
		case s.Requests != "" && name == s.Requests, s.Histogram != "" && strings.HasPrefix(name, s.Histogram+"_"):
			return true
		case s.Requests != "" || s.Histogram != "":
			return strings.HasPrefix(name, "process_")
		}
		return strings.HasPrefix(name, "process_") || strings.HasSuffix(name, "requests_total") ||
			strings.Contains(name, "duration_seconds") || strings.HasSuffix(name, "in_flight")
	}
}

// selected returns the series of a metric that the Selector asks for. A label
// that no series of the metric has, such as job, is not the service's: Prometheus
// adds it when it scrapes, so here it holds for all of them.
func selected(s alerting.SLI, store *scrape.Store, name string) []scrape.Series {
	all := store.Select(name)
	kept := slices.Clone(all)
	for name, value := range s.Selector {
		if slices.ContainsFunc(all, func(x scrape.Series) bool { return x.Labels.Get(name) != "" }) {
			kept = slices.DeleteFunc(kept, func(x scrape.Series) bool { return x.Labels.Get(name) != value })
		}
	}
	return kept
}

// closest returns, of the names with one of the suffixes, the one that begins
// with the most words of like. Among equals the earlier suffix wins, then what is
// not about a client, then the shorter name.
func closest(names []string, like string, suffixes ...string) string {
	best, rank := "", []int{}
	for i, suffix := range suffixes {
		for _, n := range names {
			if !strings.HasSuffix(n, suffix) {
				continue
			}
			r := []int{-sharedWords(n, like), i, strings.Count(n, "client_"), len(n)}
			if best == "" || slices.Compare(r, rank) < 0 {
				best, rank = n, r
			}
		}
	}
	return best
}

// sharedWords counts the words, each up to its underscore, that both begin with.
func sharedWords(a, b string) int {
	n := 0
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		if a[i] == '_' {
			n++
		}
	}
	return n
}

// present returns the first label that any of the series has, or the first of all.
func present(series []scrape.Series, labels ...string) string {
	for _, l := range labels {
		if slices.ContainsFunc(series, func(s scrape.Series) bool { return s.Labels.Get(l) != "" }) {
			return l
		}
	}
	return labels[0]
}
