package promhttp

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	metrics "workbook/day142_metrics"
)

// Options are the settings of [NewRED]. The zero value is useful.
type Options struct {
	// Prefix is put before the names of the metrics, "http_" for example.
	Prefix string

	// Bounds are those of the latency histogram, in seconds. Nil means
	// metrics.DefaultBuckets, which is to say a guess: ask package buckets for
	// better ones.
	Bounds []float64

	// Exemplar returns the id of the trace that a request belongs to, taken
	// from the context of the request as Route received it, or "". Nil means
	// no exemplars.
	Exemplar func(context.Context) string
}

// RED measures an HTTP server by the RED method: rate, errors, duration. It
// keeps three families, with the prefix of its options before each name:
//
//   - requests_total{route, method, class} counts requests that have ended
//   - request_duration_seconds{route, method, class} is how long they took
//   - in_flight{route} is how many have begun and not ended
//
// The route is the template that the handler was registered with, never the
// URL, of which there is no end. Method is one of the nine of HTTP, or other.
// Class is 1xx to 5xx by the first final status; aborted when the client went
// away first or the handler panicked with [http.ErrAbortHandler]; and 5xx for
// any other panic, whatever had been written before it. 2xx, 4xx and 5xx of a route
// with a method are there from the start, at zero.
type RED struct {
	requests *metrics.CounterVec
	duration *metrics.HistogramVec
	inFlight *metrics.GaugeVec
	exemplar func(context.Context) string
}

// unmatched is the route label of what no pattern matched.
const unmatched = "unmatched"

// NewRED registers the three families in reg. It panics when they, or others
// of the same names, are registered already.
func NewRED(reg *metrics.Registry, o Options) *RED {
	bounds := o.Bounds
	if bounds == nil {
		bounds = metrics.DefaultBuckets()
	}
	r := &RED{exemplar: o.Exemplar}
	r.requests = reg.CounterVec(o.Prefix+"requests_total", "Requests that have ended.", "route", "method", "class").
		Bounded("method", methods[:]...).Bounded("class", classes[:]...)
	r.duration = reg.HistogramVec(o.Prefix+"request_duration_seconds", "Time from the request to the end of its handler.",
		bounds, "route", "method", "class").
		Bounded("method", methods[:]...).Bounded("class", classes[:]...)
	r.inFlight = reg.GaugeVec(o.Prefix+"in_flight", "Requests whose handler is running.", "route")
	return r
}

// Route returns h with its requests measured under pattern, which is meant to
// be the one that it is registered with:
//
//	mux.Handle(p, red.Route(p, h))
//
// A method in the pattern is left out of the label, since method is a label of
// its own: "GET /orders/{id}" becomes route="/orders/{id}". The route is known
// here, once; a wrapper that reads Request.Pattern finds it empty behind
// [http.StripPrefix], [http.TimeoutHandler] and whatever else copies the
// request. What is not wrapped, such as a probe, is not measured.
func (r *RED) Route(pattern string, h http.Handler) http.Handler {
	if pattern == "" || h == nil {
		panic(fmt.Sprintf("promhttp: Route needs a pattern and a handler, not %.64q and %v.", pattern, h))
	}
	label := pattern
	// As http.ServeMux reads it: a method ends at a blank or tab, of which several may follow.
	if blank := strings.IndexAny(pattern, " \t"); blank >= 0 && !strings.Contains(pattern[:blank], "/") {
		label = strings.TrimLeft(pattern[blank:], " \t")
		r.expect(label, pattern[:blank])
	}
	return &route{red: r, label: label, next: h, inFlight: r.inFlight.With(label)}
}

// Unmatched returns mux with the requests counted that it answers by itself:
// with 404 or 405 where none of its patterns matches, and with a redirect to
// the path without // and .. or with the slash that a pattern ends in. They
// count as route="unmatched", method="other", without a duration: a flood of
// them, from a scanner say, adds one series a class, and no noise to anybody's
// latency.
func (r *RED) Unmatched(mux *http.ServeMux) http.Handler {
	redirect := reflect.TypeOf(http.RedirectHandler("/", http.StatusFound))
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		h, pattern := mux.Handler(req)
		if pattern != "" && !(reflect.TypeOf(h) == redirect && madeFor(req, mux, h)) {
			mux.ServeHTTP(w, req)
			return
		}
		w, rec := record(w, req)
		mux.ServeHTTP(w, req)
		r.requests.With(unmatched, other, class(rec)).Inc()
	})
}

// madeFor reports whether mux has made the redirect h for req alone: then it
// makes another one when it is asked again, where one that was registered stays
// the same. A redirect of mux's own comes with the pattern it leads to.
func madeFor(req *http.Request, mux *http.ServeMux, h http.Handler) bool {
	again, _ := mux.Handler(req)
	return again != h
}
