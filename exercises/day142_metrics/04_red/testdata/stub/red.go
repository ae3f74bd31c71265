// Package red counts HTTP requests by route, method and class of status.
package red

import "net/http"

// Key says what requests are counted under.
type Key struct {
	Route, Method, Class string
}

// RED counts requests. Make one with New.
type RED struct {
	// TODO: choose how the counts and the number in flight are stored.
}

// New returns a RED that has counted nothing.
func New() *RED { return &RED{} }

// Route returns h with its requests counted under the path of pattern, which is
// an http.ServeMux pattern such as "GET /orders/{id}".
func (r *RED) Route(pattern string, h http.Handler) http.Handler {
	// TODO: find the label here, once; wrap h with what counts.
	return h
}

// NotFound returns h, which answers what no route matched, with its requests
// counted under the route "unmatched".
func (r *RED) NotFound(h http.Handler) http.Handler {
	// TODO: count as Route does.
	return h
}

// Counts returns how many requests have ended, by key. It is a copy.
func (r *RED) Counts() map[Key]int {
	// TODO: copy the counts.
	return nil
}

// InFlight returns how many requests have begun and not ended.
func (r *RED) InFlight() int {
	// TODO: read the number.
	return 0
}
