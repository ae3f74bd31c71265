package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"time"
)

// A drain is one run of the phases that Serve documents.
type drain struct {
	ctx   context.Context // never done: the signal's, without its end
	srv   *http.Server
	plan  Plan
	gone  *goodbye // around srv's handler: says "Connection: close" once leaving is set, and counts the requests flying
	app   *serving // srv at work in a goroutine; done is closed when it has ended, and err says why
	admin *serving // plan.Admin likewise; nil without one
	errs  []error
}

// leave is the whole drain, in order.
func (d *drain) leave() {
	start := time.Now()
	d.announce()
	d.phase("notice", d.notice)
	d.finish(start)
}

// failed drains a process one of whose servers ended by itself. There is no
// notice: either nobody can connect, or nobody can ask whether to.
func (d *drain) failed(which string, err error) {
	start := time.Now()
	d.errs = append(d.errs, fmt.Errorf("the %s server ended: %w", which, err))
	d.plan.Logger.Error("drain", "phase", "failed", "server", which, "err", err)
	d.announce()
	d.finish(start)
}

// neverServed drains a process that was told to stop before it was up. No
// balancer has seen it, so there is nobody to give notice to.
func (d *drain) neverServed(l net.Listener) error {
	start := time.Now()
	d.announce()
	l.Close()
	if d.plan.AdminListener != nil {
		d.plan.AdminListener.Close()
	}
	d.steps()
	d.plan.Logger.Info("drained", "took", time.Since(start), "errors", len(d.errs), "served", false)
	return errors.Join(d.errs...)
}

// announce is what must happen at once: the way out for an operator who sends
// the signal again, then the word to the balancer, then that to the clients.
func (d *drain) announce() {
	d.phase("announce", func() error {
		if d.plan.Stop != nil {
			d.plan.Stop()
		}
		if d.plan.Probe != nil {
			d.plan.Probe.Drain()
		}
		d.gone.leaving.Store(true)
		return nil
	})
}

// notice serves on until the balancer has had its time, or has said that it
// needs no more, or the server is no longer there to serve.
func (d *drain) notice() error {
	ctx, cancel := context.WithTimeout(d.ctx, d.plan.Notice)
	defer cancel()
	var released chan error
	if d.plan.Released != nil && d.plan.Notice > 0 {
		released = make(chan error, 1)
		go func() { released <- d.plan.Released(ctx) }()
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.app.ended():
			return fmt.Errorf("the requests server ended: %w", d.app.err)
		case err := <-released:
			if err == nil {
				return nil
			}
			released = nil // no word from the balancer: the full notice, then
		}
	}
}

// finish is the drain from the end of the notice on.
func (d *drain) finish(start time.Time) {
	d.phase("shutdown", d.shutdown)
	d.steps()
	if d.admin != nil {
		d.phase("admin", d.closeAdmin)
	}
	d.plan.Logger.Info("drained", "took", time.Since(start), "errors", len(d.errs))
}

// shutdown lets the requests in flight finish. Its deadline is new: the
// signal's context is done, so Shutdown would give up at once under it.
func (d *drain) shutdown() error {
	ctx, cancel := context.WithTimeout(d.ctx, d.plan.Grace)
	defer cancel()
	err := d.srv.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = &CutError{Requests: d.gone.flying.Load()}
		d.srv.Close() // what it can't close, the end of the process will
	}
	<-d.app.done
	return err
}

func (d *drain) closeAdmin() error {
	ctx, cancel := context.WithTimeout(d.ctx, adminGrace)
	defer cancel()
	err := d.admin.srv.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = d.admin.srv.Close() // a prober that reads slowly is no failure
	}
	<-d.admin.done
	return err
}

// steps runs After in order and Close in reverse.
func (d *drain) steps() {
	for _, s := range d.plan.After {
		d.phase(s.Name, func() error { return d.step(s) })
	}
	for _, s := range slices.Backward(d.plan.Close) {
		d.phase(s.Name, func() error { return d.step(s) })
	}
}

// step bounds one step. One that ignores its context is left to itself: the
// dependencies after it must still be closed before the kill comes.
func (d *drain) step(s Step) error {
	ctx, cancel := context.WithTimeout(d.ctx, s.timeout())
	defer cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- fmt.Errorf("panicked: %v\n%s", v, debug.Stack())
			}
		}()
		done <- s.Func(ctx)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("not done within %v: %w", s.timeout(), ctx.Err())
	}
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
