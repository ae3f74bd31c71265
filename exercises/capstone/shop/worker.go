package shop

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// Worker takes orders off the queue and packs them, one at a time.
type Worker struct {
	app   *App
	pause Backoff
	done  chan struct{}
}

// NewWorker returns the worker of an App. It does nothing until Run.
func NewWorker(a *App) *Worker {
	return &Worker{
		app:   a,
		pause: Backoff{Base: 20 * time.Millisecond, Max: time.Second},
		done:  make(chan struct{}),
	}
}

// Run works until the queue is closed and has handed out its last message.
// Cancelling ctx ends it at once, with messages unacknowledged: a drain calls
// Drain instead. Run may be called once.
func (w *Worker) Run(ctx context.Context) {
	defer close(w.done)
	failures := 0
	for ctx.Err() == nil {
		w.app.hooks.Beat()
		m, err := w.app.queue.Pop(ctx)
		switch {
		case errors.Is(err, ErrClosed):
			return
		case errors.Is(err, ErrEmpty):
			continue
		case err == nil:
			err = w.handle(ctx, m)
		}
		if err == nil {
			failures = 0
			continue
		}
		w.app.hooks.Log.ErrorContext(ctx, "queue work failed", "err", err)
		wait(ctx, w.pause.Delay(failures))
		failures++
	}
}

// Drain ends the intake and waits until the work in hand, and what would be
// lost with the process, is done; at most until ctx is done.
func (w *Worker) Drain(ctx context.Context) error {
	w.app.queue.Close()
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("worker still busy: %w", context.Cause(ctx))
	}
}

// handle works on m and acknowledges it, in this order: the other way round, a
// crash in between loses an order. An error means that m will come again.
func (w *Worker) handle(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, workTimeout)
	defer cancel()
	if err := w.attempt(ctx, m); err != nil {
		return err
	}
	return w.app.queue.Ack(ctx, m)
}

// attempt is the work between the hooks. A message that makes the code panic
// will not be better next time: that is logged, and counts as done.
func (w *Worker) attempt(ctx context.Context, m Message) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.app.hooks.Log.ErrorContext(ctx, "packing panicked", "order", m.OrderID,
				"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = nil
		}
	}()
	ctx, done := w.app.hooks.Consume(ctx, m)
	defer func() { done(err) }()
	return w.pack(ctx, m.OrderID)
}

// pack does the work. An order that is not there will not come back, and one that
// can't be read will not be better: it is logged and counts as done, or it would hold
// up every order behind it for ever. The record stays where somebody can look at it.
func (w *Worker) pack(ctx context.Context, id string) error {
	o, err := w.app.store.Get(ctx, id)
	if errors.Is(err, ErrNotFound) {
		w.app.hooks.Log.ErrorContext(ctx, "queued order is gone", "order", id)
		return nil
	}
	if errors.Is(err, ErrBroken) {
		w.app.hooks.Log.ErrorContext(ctx, "queued order is broken", "order", id, "err", err)
		return nil
	}
	if err != nil {
		return err
	}
	o.Status = Packed
	if err := w.app.store.Put(ctx, o); err != nil {
		return err
	}
	w.app.hooks.Log.InfoContext(ctx, "order packed", "order", id)
	return nil
}
