package lab

import (
	"context"
	"errors"
)

// A fleet is the replicas of one experiment, oldest first.
type fleet struct {
	wire     Wire
	balancer *Balancer
	order    Order
	running  []*process
}

// A process is a replica at work.
type process struct {
	replica *replica
	signal  context.CancelFunc // stands for SIGTERM
	ended   chan error         // one value, when it has drained
}

// start brings a replica up and waits until the balancer uses it.
func (f *fleet) start(ctx context.Context) error {
	r, err := newReplica(f.wire, f.balancer)
	if err != nil {
		return err
	}
	signalled, signal := context.WithCancel(context.WithoutCancel(ctx))
	p := &process{replica: r, signal: signal, ended: make(chan error, 1)}
	go func() { p.ended <- f.order.serve(signalled, r) }()
	f.running = append(f.running, p)
	f.balancer.Add(r.addr(), r.readyz())
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	return f.balancer.Added(ctx, r.addr())
}

// replaceOldest takes the oldest replica down and brings up another.
func (f *fleet) replaceOldest(ctx context.Context) error {
	return errors.Join(f.stopOldest(), f.start(ctx))
}

func (f *fleet) stopOldest() error {
	p := f.running[0]
	f.running = f.running[1:]
	p.signal()
	err := <-p.ended
	// Gone is gone: but the balancer is the one who finds out, so that an
	// order which tells it nothing costs what it costs.
	f.forget(p.replica.addr())
	return err
}

// forget waits until the balancer has noticed, and drops the address.
func (f *fleet) forget(addr string) {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	_ = f.balancer.Removed(ctx, addr)
	f.balancer.Remove(addr)
}

func (f *fleet) stopAll() error {
	var errs []error
	for len(f.running) > 0 {
		errs = append(errs, f.stopOldest())
	}
	return errors.Join(errs...)
}
