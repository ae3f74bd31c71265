// Package health is the exercise 01_health.
package health

import (
	"io"
	"net/http"
)

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
	if s.Alive() {
		reply(w, r, http.StatusOK, "ok\n")
		return
	}
	reply(w, r, http.StatusServiceUnavailable, "stuck\n")
}

// Readyz is readiness, /readyz: should it be sent requests? 200 and "ready\n",
// or 503 and "not ready\n" followed by a line for each check at fault, in
// order: "NAME: failing\n", or "NAME: unknown\n" while it has no result.
func (s *Service) Readyz(w http.ResponseWriter, r *http.Request) {
	faults := ""
	for _, result := range s.Results() {
		switch {
		case !result.Known: // first: without a result, Err means nothing
			faults += result.Name + ": unknown\n"
		case result.Err != nil:
			faults += result.Name + ": failing\n"
		}
	}
	if faults == "" {
		reply(w, r, http.StatusOK, "ready\n")
		return
	}
	reply(w, r, http.StatusServiceUnavailable, "not ready\n"+faults)
}

// reply is how both endpoints answer.
func reply(w http.ResponseWriter, r *http.Request, status int, body string) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		status, body = http.StatusMethodNotAllowed, "GET and HEAD only\n"
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		io.WriteString(w, body)
	}
}
