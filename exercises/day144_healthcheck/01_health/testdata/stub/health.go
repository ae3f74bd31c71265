// Package health is the exercise 01_health.
package health

import "net/http"

// A Result is the last result of one dependency's check.
type Result struct {
	Name  string
	Known bool  // the check has had its first result
	Err   error // nil is a pass; the text may hold a password
}

// A Service is what the two endpoints can look at. Both functions look at
// memory and return at once; ask them anew for each request.
type Service struct {
	// Alive says whether the process's own work loop has come round lately.
	Alive func() bool

	// Results gives the last result of each dependency, in a fixed order.
	Results func() []Result
}

// Healthz is liveness, /healthz: should this process be restarted? 200 and
// "ok\n", or 503 and "stuck\n".
//
// Both endpoints answer GET and HEAD, and HEAD without a body. Any other method
// gets 405 and "Allow: GET, HEAD". Every answer says "Cache-Control: no-store".
func (s *Service) Healthz(w http.ResponseWriter, r *http.Request) {
	// TODO: decide from what a restart can cure, answer with the status, and
	// let nobody keep the answer.
}

// Readyz is readiness, /readyz: should it be sent requests? 200 and "ready\n",
// or 503 and "not ready\n" followed by a line for each check at fault, in
// order: "NAME: failing\n", or "NAME: unknown\n" while it has no result.
func (s *Service) Readyz(w http.ResponseWriter, r *http.Request) {
	// TODO: decide from Results, and name what is at fault without its error.
}
