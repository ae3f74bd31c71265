package lab

import (
	"context"
	"errors"
	"net/http"

	healthcheck "workbook/day144_healthcheck"
)

// An Order is one way to take a replica down.
type Order struct {
	Name  string
	Right bool
	Rare  bool // loses only what crosses a closing connection, by chance

	// serve serves r until ctx is done, and takes it down.
	serve func(ctx context.Context, r *replica) error
}

// Orders is the right order and four that people ship.
func Orders() []Order {
	return []Order{
		{Name: "red, goodbye, wait, Shutdown", Right: true, serve: rightOrder},
		{Name: "Shutdown first", serve: byHand(shutdownFirst)},
		{Name: "red, Shutdown: no wait", serve: byHand(noWait)},
		{Name: "red, wait, Shutdown: no goodbye", Rare: true, serve: byHand(noGoodbye)},
		{Name: "red, wait, SetKeepAlivesEnabled(false)", Rare: true, serve: byHand(keepAlivesOff)},
	}
}

func rightOrder(ctx context.Context, r *replica) error {
	return healthcheck.Serve(ctx, r.app, r.appL, r.plan())
}

// byHand serves without healthcheck.Serve and leaves the drain to down.
func byHand(down func(context.Context, *replica) error) func(context.Context, *replica) error {
	return func(ctx context.Context, r *replica) error {
		ended := make(chan error, 2)
		go func() { ended <- r.app.Serve(r.appL) }()
		go func() { ended <- r.admin.Serve(r.adminL) }()
		<-ctx.Done()
		fresh, cancel := context.WithTimeout(context.WithoutCancel(ctx), longNotice+longGrace)
		defer cancel()
		err := down(fresh, r)
		err = errors.Join(err, r.admin.Shutdown(fresh))
		for range cap(ended) {
			if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
				err = errors.Join(err, e)
			}
		}
		return err
	}
}

// shutdownFirst is what the documentation of Shutdown shows. The balancer goes
// on sending to a closed listener until it notices.
func shutdownFirst(ctx context.Context, r *replica) error {
	return r.app.Shutdown(ctx)
}

// noWait turns readiness red and gives nobody the time to look.
func noWait(ctx context.Context, r *replica) error {
	r.probe.Drain()
	return r.app.Shutdown(ctx)
}

// noGoodbye waits for the balancer, which sends no new connections then. The
// old ones are still in use when Shutdown closes those that look idle.
func noGoodbye(ctx context.Context, r *replica) error {
	r.probe.Drain()
	if err := r.balancer.Removed(ctx, r.addr()); err != nil {
		return err
	}
	return r.app.Shutdown(ctx)
}

// keepAlivesOff does the same with a name that promises better: it too closes
// what looks idle at this moment, and says goodbye only from then on.
func keepAlivesOff(ctx context.Context, r *replica) error {
	r.probe.Drain()
	if err := r.balancer.Removed(ctx, r.addr()); err != nil {
		return err
	}
	r.app.SetKeepAlivesEnabled(false)
	return r.app.Shutdown(ctx)
}
