package healthcheck

import (
	"context"
	"fmt"
	"net"
	"net/http"
)

// A CutError says that Grace was over before every request had finished.
type CutError struct {
	Requests int64 // how many were still running
}

// Error says how many requests were cut.
func (e *CutError) Error() string {
	return fmt.Sprintf("the grace is over; requests cut: %d", e.Requests)
}

// Serve serves srv on l, and plan.Admin beside it, until ctx is done; then it
// drains, and returns when that is over. ctx is the one that
// signal.NotifyContext made. The order, each phase logged with its duration:
//
//  1. plan.Stop: a second signal kills
//  2. plan.Probe.Drain: readiness red, liveness green
//  3. "Connection: close" on every response from now on
//  4. the notice, still serving
//  5. srv.Shutdown under a fresh deadline; what outlasts it is cut
//  6. plan.After, in order
//  7. plan.Close, in reverse
//  8. the admin server
//
// A clean drain returns nil. Otherwise the error joins what went wrong: a
// *CutError, the errors of steps, the error of a server that ended by itself;
// that last one starts the same drain, without the notice. Exit with a status
// other than zero on any error. When ctx is done before Serve is called,
// nothing is ever accepted, and only phases 1, 2, 6 and 7 take place.
//
// Serve takes srv over: it wraps its Handler and its BaseContext.
func Serve(ctx context.Context, srv *http.Server, l net.Listener, plan Plan) error {
	d := newDrain(ctx, srv, plan)
	if ctx.Err() != nil { // told to stop while it was still starting up
		d.refuse(l)
		return d.run(nil)
	}
	d.serve(l)
	select {
	case <-ctx.Done():
		return d.run(nil)
	case <-d.app.ended():
		return d.run(d.app.err)
	case <-d.admin.ended():
		return d.run(d.admin.err)
	}
}

func newDrain(ctx context.Context, srv *http.Server, plan Plan) *drain {
	next := srv.Handler
	if next == nil {
		next = http.DefaultServeMux
	}
	d := &drain{ctx: context.WithoutCancel(ctx), srv: srv, plan: plan.withDefaults(), gone: &goodbye{next: next}}
	srv.Handler = d.gone
	keepBase(srv)
	return d
}

// serve starts the servers. Their own Serve returns as soon as Shutdown begins,
// long before the last answer is out. That is why ListenAndServe as the last
// line of main drops requests, and why returning is left to the drain here.
func (d *drain) serve(l net.Listener) {
	d.app = begin(d.ctx, func(context.Context) error {
		return fmt.Errorf("the requests server ended: %w", d.srv.Serve(l))
	})
	if d.plan.Admin != nil {
		d.admin = begin(d.ctx, func(context.Context) error {
			return fmt.Errorf("the admin server ended: %w", d.plan.Admin.Serve(d.plan.AdminListener))
		})
	}
}

// refuse closes the listeners of a process that will never serve.
func (d *drain) refuse(l net.Listener) {
	l.Close()
	if d.plan.AdminListener != nil {
		d.plan.AdminListener.Close()
	}
}
