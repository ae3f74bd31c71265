package shop

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Timeouts of the work that an order causes.
const (
	callTimeout   = 5 * time.Second // payments, store and queue, for one request
	detachTimeout = 5 * time.Second // what goes on after the answer
	workTimeout   = 5 * time.Second // one message
)

// App is the orders service. Make one with New, serve Handler, run Worker.
type App struct {
	store    Store
	queue    Queue
	payments Payments
	hooks    *Hooks
	after    sync.WaitGroup // the receipts under way
}

// New makes an App of its adapters. It starts nothing. Hooks are read when they
// are needed and must not be changed once requests come.
func New(s Store, q Queue, p Payments, h *Hooks) *App {
	return &App{store: s, queue: q, payments: p, hooks: h}
}

// receipt sends the receipt of an order after its request was answered. The
// client does not wait, so its going away must not cancel it: that is what the
// Detach hook decides.
func (a *App) receipt(ctx context.Context, id string) {
	ctx = a.hooks.Detach(ctx)
	a.after.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, detachTimeout)
		defer cancel()
		if err := a.payments.Receipt(ctx, id); err != nil {
			a.hooks.Log.WarnContext(ctx, "receipt not sent", "order", id, "err", err)
			return
		}
		a.hooks.Log.InfoContext(ctx, "receipt sent", "order", id)
	})
}

// Settle waits for the receipts under way, at most until ctx is done. Call it
// once no more requests come.
func (a *App) Settle(ctx context.Context) error {
	done := make(chan struct{})
	go func() { a.after.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("receipts still under way: %w", context.Cause(ctx))
	}
}
