// Package drain is the exercise 04_drain.
package drain

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// A Readiness answers /readyz with 200 or 503. The zero value is not ready.
// Any number of goroutines may use it.
type Readiness struct {
	ok       atomic.Bool
	draining atomic.Bool // never set back, which is what makes it sticky
}

// Set takes the outcome of the checks, whenever one arrives.
func (r *Readiness) Set(ok bool) { r.ok.Store(ok) }

// Drain turns it red for good.
func (r *Readiness) Drain() { r.draining.Store(true) }

// ServeHTTP answers 200 or 503.
func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.draining.Load() || !r.ok.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// A Plan is what Serve needs to know of its surroundings.
type Plan struct {
	Ready  *Readiness
	Notice time.Duration // how long the balancer may take to see red
	Grace  time.Duration // how long requests may take once the notice is over

	// After stops workers and closes dependencies, which requests use: none may
	// run any more. Its context ends neither with the signal's nor with the grace.
	After func(context.Context) error
}

// Serve serves srv, which has a handler, on l until ctx, the signal's context,
// is done. Then it drains: no request is dropped that ends within the grace,
// and every response that is written from then on says "Connection: close",
// also one to a request that came before. It returns when all of that is over:
// nil if nothing had to be cut and After gave no error.
func Serve(ctx context.Context, srv *http.Server, l net.Listener, p Plan) error {
	var leaving atomic.Bool
	next := srv.Handler
	srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		last := &farewell{w, &leaving}
		next.ServeHTTP(last, r)
		last.say() // for a handler that wrote nothing: net/http sends a 200
	})
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	select {
	case <-ctx.Done():
	case err := <-served: // the listener broke
		return err
	}

	p.Ready.Drain()
	leaving.Store(true)
	<-time.After(p.Notice)

	// Fresh: under ctx, which is done, Shutdown would give up at once.
	fresh, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.Grace)
	defer cancel()
	err := srv.Shutdown(fresh)
	if err != nil {
		srv.Close()
	}
	<-served
	return errors.Join(err, p.After(context.WithoutCancel(ctx)))
}

// A farewell looks at the flag when the header is written and not before the
// handler runs: a request may begin before the signal and be answered after it.
type farewell struct {
	http.ResponseWriter
	leaving *atomic.Bool
}

func (w *farewell) WriteHeader(code int) {
	w.say()
	w.ResponseWriter.WriteHeader(code)
}

func (w *farewell) Write(b []byte) (int, error) {
	w.say()
	return w.ResponseWriter.Write(b)
}

func (w *farewell) say() {
	if w.leaving.Load() {
		w.Header().Set("Connection", "close")
	}
}

// Unwrap lets http.ResponseController find what else the writer can do.
func (w *farewell) Unwrap() http.ResponseWriter { return w.ResponseWriter }
