// Package drain is the exercise 04_drain.
package drain

import (
	"context"
	"net"
	"net/http"
	"time"
)

// A Readiness answers /readyz with 200 or 503. The zero value is not ready.
// Any number of goroutines may use it.
type Readiness struct {
	// TODO: two facts, only one of which may change back.
}

// Set takes the outcome of the checks, whenever one arrives.
func (r *Readiness) Set(ok bool) {
	// TODO
}

// Drain turns it red for good.
func (r *Readiness) Drain() {
	// TODO
}

// ServeHTTP answers 200 or 503.
func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	// TODO
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
	// TODO: the order is the exercise. See the README.
	return nil
}
