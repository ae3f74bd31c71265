// Package red counts HTTP requests by route, method and class of status.
package red

import (
	"bufio"
	"errors"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Key says what requests are counted under.
type Key struct {
	Route, Method, Class string
}

// RED counts requests. Make one with New.
type RED struct {
	mu       sync.Mutex
	counts   map[Key]int
	inFlight int
}

// New returns a RED that has counted nothing.
func New() *RED { return &RED{counts: make(map[Key]int)} }

// Route returns h with its requests counted under the path of pattern, which is
// an http.ServeMux pattern such as "GET /orders/{id}".
func (r *RED) Route(pattern string, h http.Handler) http.Handler {
	// As http.ServeMux reads it: a method ends at a blank or tab, of which several may follow.
	if blank := strings.IndexAny(pattern, " \t"); blank >= 0 {
		pattern = strings.TrimLeft(pattern[blank:], " \t")
	}
	return r.count(pattern, h)
}

// NotFound returns h, which answers what no route matched, with its requests
// counted under the route "unmatched".
func (r *RED) NotFound(h http.Handler) http.Handler { return r.count("unmatched", h) }

func (r *RED) count(route string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.begin()
		rec := &recorder{ResponseWriter: w}
		done := false
		defer func() {
			if done {
				r.end(Key{route, method(req.Method), rec.class()})
				return
			}
			v := recover() // nil when the handler ended its goroutine
			class := "5xx"
			if v == http.ErrAbortHandler {
				class = "aborted"
			}
			r.end(Key{route, method(req.Method), class})
			if v != nil {
				panic(v) // it was not ours to swallow
			}
		}()
		h.ServeHTTP(rec, req)
		done = true
	})
}

func (r *RED) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.inFlight++
}

func (r *RED) end(k Key) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.inFlight--
	r.counts[k]++
}

// Counts returns how many requests have ended, by key. It is a copy.
func (r *RED) Counts() map[Key]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.counts)
}

// InFlight returns how many requests have begun and not ended.
func (r *RED) InFlight() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.inFlight
}

// method bounds the label: a client may send any word.
func method(m string) string {
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"}, m) {
		return m
	}
	return "other"
}

// A recorder remembers the first final status; 0 is none yet.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) decide(status int) {
	if r.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		r.status = status
	}
}

func (r *recorder) WriteHeader(status int) {
	r.ResponseWriter.WriteHeader(status) // first: it panics for a status such as 0
	r.decide(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.decide(http.StatusOK)
	return r.ResponseWriter.Write(b)
}

// FlushError is what http.ResponseController calls. A flush sends the header,
// and with it 200 if nothing else was decided.
func (r *recorder) FlushError() error {
	err := http.NewResponseController(r.ResponseWriter).Flush()
	if !errors.Is(err, http.ErrNotSupported) {
		r.decide(http.StatusOK)
	}
	return err
}

// Hijack is what http.ResponseController calls. The handler writes its own
// answer then, unseen, to a connection that is no longer the server's.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(r.ResponseWriter).Hijack()
	if err == nil {
		r.decide(http.StatusSwitchingProtocols)
	}
	return conn, rw, err
}

// Unwrap is how http.ResponseController finds the server's writer for the rest.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) class() string {
	switch {
	case r.status == 0:
		return "2xx"
	case r.status >= 500:
		return "5xx" // 600 to 999 too, which net/http sends: nothing good is meant by them
	}
	return []string{"1xx", "2xx", "3xx", "4xx"}[r.status/100-1]
}
