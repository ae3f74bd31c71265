package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// A drain is one run of the phases that Serve documents.
type drain struct {
	ctx   context.Context // never done: the signal's, without its end
	srv   *http.Server
	plan  Plan
	gone  *goodbye // around srv's handler: says "Connection: close" once leaving is set, and counts the requests flying
	app   *task    // srv at work; nil when it never served
	admin *task    // plan.Admin at work; nil without one
	errs  []error
}

// run is the whole drain, in order. ended is why a server ended by itself, and
// nil after a signal. Notice is for a balancer that has seen the process serve
// and can still reach it: in every other case there is nobody to give it to.
func (d *drain) run(ended error) error {
	began := time.Now()
	if ended != nil {
		d.errs = append(d.errs, ended)
		d.plan.Logger.Error("drain", "phase", "failed", "err", ended)
	}
	served := d.app != nil
	d.phase("announce", d.announce)
	if served && ended == nil {
		d.phase("notice", d.notice)
	}
	if served {
		d.phase("shutdown", d.shutdown)
	}
	for _, s := range d.plan.After {
		d.phase(s.Name, func() error { return d.step(s) })
	}
	for _, s := range slices.Backward(d.plan.Close) {
		d.phase(s.Name, func() error { return d.step(s) })
	}
	if d.admin != nil {
		d.phase("admin", d.closeAdmin)
	}
	d.plan.Logger.Info("drained", "took", time.Since(began), "errors", len(d.errs), "served", served)
	return errors.Join(d.errs...)
}

// phase runs f, logs what it was and how long it took, and keeps its error.
func (d *drain) phase(name string, f func() error) {
	start := time.Now()
	if err := f(); err != nil {
		d.errs = append(d.errs, fmt.Errorf("%s: %w", name, err))
		d.plan.Logger.Error("drain", "phase", name, "took", time.Since(start), "err", err)
		return
	}
	d.plan.Logger.Info("drain", "phase", name, "took", time.Since(start))
}

// announce is what must happen at once: the way out for an operator who sends
// the signal again, then the word to the balancer, then that to the clients.
func (d *drain) announce() error {
	if d.plan.Stop != nil {
		d.plan.Stop()
	}
	if d.plan.Probe != nil {
		d.plan.Probe.Drain()
	}
	d.gone.leaving.Store(true)
	return nil
}

// notice serves on until the balancer has had its time, or has said that it
// needs no more, or the server is no longer there to serve.
func (d *drain) notice() error {
	ctx, cancel := context.WithTimeout(d.ctx, d.plan.Notice)
	defer cancel()
	var released *task
	if d.plan.Released != nil && d.plan.Notice > 0 {
		released = begin(ctx, d.plan.Released)
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.app.ended():
			return d.app.err
		case <-released.ended():
			if released.err == nil {
				return nil
			}
			released = nil // no word from the balancer: the full notice, then
		}
	}
}

// shutdown lets the requests in flight finish. Its deadline is new: the
// signal's context is done, so Shutdown would give up at once under it.
func (d *drain) shutdown() error {
	ctx, cancel := context.WithTimeout(d.ctx, d.plan.Grace)
	defer cancel()
	err := d.srv.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = d.cut()
	}
	<-d.app.done
	return err
}

// cut ends what has outlasted the grace. That may be nothing but a connection
// on which no request has come yet: Shutdown waits five seconds for its first.
func (d *drain) cut() error {
	requests := d.gone.flying.Load()
	d.srv.Close() // what it can't close, the end of the process will
	if requests == 0 {
		return nil
	}
	return &CutError{Requests: requests}
}

func (d *drain) closeAdmin() error {
	ctx, cancel := context.WithTimeout(d.ctx, adminGrace)
	defer cancel()
	err := d.plan.Admin.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = d.plan.Admin.Close() // a prober that reads slowly is no failure
	}
	<-d.admin.done
	return err
}

// step bounds one step. One that ignores its context is left to itself: the
// dependencies after it must still be closed before the kill comes.
func (d *drain) step(s Step) error {
	ctx, cancel := context.WithTimeout(d.ctx, s.timeout())
	defer cancel()
	work := begin(ctx, s.Func)
	select {
	case <-work.done:
	case <-ctx.Done():
	}
	if work.over() {
		return work.err
	}
	return fmt.Errorf("not done within %v: %w", s.timeout(), ctx.Err())
}
