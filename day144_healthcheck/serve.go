package healthcheck

import (
	"context"
	"errors"
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
	plan = plan.withDefaults()
	d := &drain{ctx: context.WithoutCancel(ctx), srv: srv, plan: plan, gone: &goodbye{next: srv.Handler}}
	if srv.Handler == nil {
		d.gone.next = http.DefaultServeMux
	}
	srv.Handler = d.gone
	keepBase(srv)
	if ctx.Err() != nil {
		return d.neverServed(l)
	}
	d.app = background(srv, l)
	if plan.Admin != nil {
		d.admin = background(plan.Admin, plan.AdminListener)
	}
	select {
	case <-ctx.Done():
		d.leave()
	case <-d.app.ended():
		d.failed("requests", d.app.err)
	case <-d.admin.ended():
		d.failed("admin", d.admin.err)
	}
	return errors.Join(d.errs...)
}

// A serving is a server at work in a goroutine.
type serving struct {
	srv  *http.Server
	done chan struct{} // closed once Serve has returned
	err  error         // why it returned; read it after done
}

// background starts srv. Its Serve returns as soon as Shutdown begins, long
// before the last answer is out: that is why returning from here is left to
// the drain, and why ListenAndServe as the last line of main drops requests.
func background(srv *http.Server, l net.Listener) *serving {
	s := &serving{srv: srv, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		s.err = srv.Serve(l)
	}()
	return s
}

// ended is for a select that must also work without an admin server.
func (s *serving) ended() <-chan struct{} {
	if s == nil {
		return nil
	}
	return s.done
}
