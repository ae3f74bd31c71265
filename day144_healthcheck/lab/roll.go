package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// An Experiment rolls two replicas under load, over and over.
type Experiment struct {
	Wire     Wire
	Clients  int           // how many (default 32)
	Requests int64         // go on rolling until so many were sent
	Drains   int           // and so many replicas were taken down (default 4)
	Period   time.Duration // of the balancer's polls (default 10ms)
}

// A Result is what one order did.
type Result struct {
	Requests, Dropped int64
	Drains            int
	First             error // the first loss
}

const (
	replicas       = 2 // with one down, the other has to carry it all
	defaultClients = 32
	defaultDrains  = 4
	startLimit     = 10 * time.Second // for the balancer to see a change
)

// Run runs one order. The error is for what kept the experiment from working,
// the end of ctx among it; requests lost are its result.
func (e Experiment) Run(ctx context.Context, o Order) (Result, error) {
	// The balancer polls to the end, whatever ends ctx: a drain waits for it.
	polling, cancel := context.WithCancel(context.WithoutCancel(ctx))
	b := &Balancer{Dialer: e.Wire.Dial, Period: e.Period}
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	all.Go(func() { b.Run(polling) })
	fleet := &fleet{wire: e.Wire, balancer: b, order: o}
	for range replicas {
		if err := fleet.start(ctx); err != nil {
			return Result{}, errors.Join(err, fleet.stopAll())
		}
	}
	clients := &Clients{N: cmp.Or(e.Clients, defaultClients), Dial: b.Dial}
	drains, err := e.roll(ctx, fleet, clients)
	r := Result{Requests: clients.Requests(), Drains: drains}
	r.Dropped, r.First = clients.Dropped()
	return r, errors.Join(err, fleet.stopAll())
}

// roll replaces one replica after the other while the clients send, and
// returns when the clients have their last answer.
func (e Experiment) roll(ctx context.Context, f *fleet, clients *Clients) (drains int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	var sending sync.WaitGroup
	sending.Go(func() { clients.Run(ctx) })
	defer sending.Wait()
	defer cancel()
	for drains < cmp.Or(e.Drains, defaultDrains) || clients.Requests() < e.Requests {
		if err := ctx.Err(); err != nil {
			return drains, err
		}
		if err := f.replaceOldest(ctx); err != nil {
			return drains, err
		}
		drains++
		if err := f.breathe(ctx, clients); err != nil {
			return drains, err
		}
	}
	return drains, nil
}

// breathe lets the clients settle on the new replica before the next drain: a
// drain of a replica without connections would prove nothing.
func (f *fleet) breathe(ctx context.Context, clients *Clients) error {
	goal := clients.Requests() + int64(clients.N)*20
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for clients.Requests() < goal {
		select {
		case <-ctx.Done():
			return fmt.Errorf("lab: rolling: %w", ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}
