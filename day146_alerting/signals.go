package alerting

import (
	"slices"
	"strings"
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

// detect finds the names by convention, where the SLI does not say them: any
// prefix is allowed, and the shortest name wins.
func (s SLI) detect(store *Store) signals {
	names := store.Names()
	g := signals{requests: s.Requests, histogram: s.Histogram, errorLabel: s.ErrorLabel}
	if s.Histogram != "" {
		g.requests = s.requests()
	}
	if g.requests == "" {
		g.requests = shortest(names, "http_requests_total", "requests_total")
	}
	if g.histogram == "" {
		bucket := shortest(names, "request_duration_seconds_bucket", "duration_seconds_bucket")
		g.histogram = strings.TrimSuffix(bucket, "_bucket")
	}
	g.inFlight = shortest(names, "in_flight", "in_flight_requests", "inflight_requests", "in_flight_current")
	// Labels can only be read from series, and a service that has answered nothing
	// yet has none: the conventional first choice stands in until then.
	series := s.selected(store, g.requests)
	if g.errorLabel == "" {
		g.errorLabel = present(series, "code", "status", "status_code", "class")
	}
	g.routeLabel = present(series, "route", "handler", "path", "endpoint")
	return g
}

// selected returns the series of a metric that the Selector asks for. A label
// that no series of the metric has, such as job, is not the service's: Prometheus
// adds it when it scrapes, so here it holds for all of them.
func (s SLI) selected(store *Store, name string) []Series {
	all := store.Select(name)
	kept := slices.Clone(all)
	for _, l := range s.Selector {
		if slices.ContainsFunc(all, func(x Series) bool { return x.Labels.Get(l.Name) != "" }) {
			kept = slices.DeleteFunc(kept, func(x Series) bool { return x.Labels.Get(l.Name) != l.Value })
		}
	}
	return kept
}

// shortest returns the shortest name with the first suffix that any name has.
func shortest(names []string, suffixes ...string) string {
	for _, suffix := range suffixes {
		best := ""
		for _, n := range names {
			if strings.HasSuffix(n, suffix) && (best == "" || len(n) < len(best)) {
				best = n
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// present returns the first label that any of the series has, or the first of all.
func present(series []Series, labels ...string) string {
	for _, l := range labels {
		if slices.ContainsFunc(series, func(s Series) bool { return s.Labels.Get(l) != "" }) {
			return l
		}
	}
	return labels[0]
}

// class shortens a status code to its class: 503 is 5xx. Anything else stays.
func class(code string) string {
	if len(code) == 3 && code[0] >= '1' && code[0] <= '5' && strings.Trim(code[1:], "0123456789x") == "" {
		return code[:1] + "xx"
	}
	return code
}
