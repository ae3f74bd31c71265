package healthcheck

import (
	"net/http"
	"strings"
)

// Header values that every answer shares. Their capacity is their length, so
// a middleware that adds to one gets a copy.
var (
	noStore   = []string{"no-store"}
	noSniff   = []string{"nosniff"}
	plainText = []string{"text/plain; charset=utf-8"}
	jsonText  = []string{"application/json"}
)

// Live answers 200 unless a required Heartbeat is overdue: red means restart
// this process, so only what a restart can cure counts. It is green before
// the start has finished and during a drain.
func (p *Probe) Live(w http.ResponseWriter, r *http.Request) { p.answer(w, r, liveness) }

// Readyz answers 200 when every required check is green, the start has
// finished, and no drain has begun.
func (p *Probe) Readyz(w http.ResponseWriter, r *http.Request) { p.answer(w, r, readiness) }

// Startup answers 200 from the first moment at which every required Heartbeat
// was green, for ever; without one, at once. Like Live it asks no dependency:
// an orchestrator restarts a process whose start does not end.
func (p *Probe) Startup(w http.ResponseWriter, r *http.Request) { p.answer(w, r, startup) }

// answer serves one page of the current snapshot. It runs no check, takes no
// lock and does not look at the request's context, so a prober that hangs up
// or calls too often can neither slow nor spoil anything.
func (p *Probe) answer(w http.ResponseWriter, r *http.Request, k kind) {
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Content-Type-Options"] = noSniff
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "probes answer GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	s := p.current.Load()
	pg, verbose := s.asked(r, k)
	b := pg.choose(verbose, h, r.Header)
	h["Content-Length"] = b.length
	w.WriteHeader(pg.code)
	if r.Method == http.MethodGet {
		w.Write(b.bytes) // a prober that has gone is nobody's problem
	}
}

// asked finds the page for r's query. Everything but ?exclude= is ready made.
func (s *snapshot) asked(r *http.Request, k kind) (pg *page, verbose bool) {
	switch r.URL.RawQuery {
	case "":
		return &s.pages[k], false
	case "verbose":
		return &s.pages[k], true
	}
	q := r.URL.Query()
	if names := q["exclude"]; len(names) > 0 {
		fresh := renderPage(s.facts.excluding(names), k)
		return &fresh, q.Has("verbose")
	}
	return &s.pages[k], q.Has("verbose")
}

// choose picks the form of the body and says what it is.
func (pg *page) choose(verbose bool, out, in http.Header) body {
	out["Content-Type"] = plainText
	plain, full := pg.plain, pg.verbose
	if wantsJSON(in) {
		out["Content-Type"] = jsonText
		plain, full = pg.json, pg.full
	}
	if verbose {
		return full
	}
	return plain
}

// wantsJSON looks for the media type by name: a prober that can read both and
// sends */* is given text.
func wantsJSON(in http.Header) bool {
	for _, accept := range in["Accept"] {
		if strings.Contains(accept, "application/json") {
			return true
		}
	}
	return false
}
