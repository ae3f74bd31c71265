package shop

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestWorkerPacksEverythingBeforeItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore(100)
		a := New(store, NewMemoryQueue(100), &payer{}, quiet())
		var ids []string
		for range 50 {
			_, o := send(t, a.Handler(), "POST", "/orders", goodOrder)
			ids = append(ids, o.ID)
		}
		w := NewWorker(a)
		go w.Run(t.Context())
		if err := w.Drain(t.Context()); err != nil {
			t.Errorf("Drain() = %v, want nil", err)
		}
		for i, id := range ids {
			if o, err := store.Get(t.Context(), id); o.Status != Packed {
				t.Errorf("order %d is %q (%v), want %q", i, o.Status, err, Packed)
			}
		}
	})
}

// flakyStore fails its first n Puts after it was armed.
type flakyStore struct {
	*MemoryStore
	failures atomic.Int64
}

func (s *flakyStore) Put(ctx context.Context, o Order) error {
	if s.failures.Add(-1) >= 0 {
		return errors.New("store is away")
	}
	return s.MemoryStore.Put(ctx, o)
}

// brokenStore has one order that can't be read.
type brokenStore struct {
	*MemoryStore
	id string
}

func (s *brokenStore) Get(ctx context.Context, id string) (Order, error) {
	if id == s.id {
		return Order{}, ErrBroken
	}
	return s.MemoryStore.Get(ctx, id)
}

// One order that nobody can read must not hold up those behind it.
func TestWorkerPassesABrokenOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &brokenStore{MemoryStore: NewMemoryStore(4)}
		a := New(store, NewMemoryQueue(4), &payer{}, quiet())
		_, first := send(t, a.Handler(), "POST", "/orders", goodOrder)
		_, second := send(t, a.Handler(), "POST", "/orders", goodOrder)
		store.id = first.ID
		w := NewWorker(a)
		go w.Run(t.Context())
		if err := w.Drain(t.Context()); err != nil {
			t.Errorf("Drain() = %v, want nil", err)
		}
		if got, _ := store.Get(t.Context(), second.ID); got.Status != Packed {
			t.Errorf("the order behind a broken one is %q, want %q", got.Status, Packed)
		}
		if code, _ := send(t, a.Handler(), "GET", "/orders/"+first.ID, ""); code != 500 {
			t.Errorf("GET of a broken order = %d, want 500", code)
		}
	})
}

func TestWorkerComesBackToAFailedOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &flakyStore{MemoryStore: NewMemoryStore(4)}
		a := New(store, NewMemoryQueue(4), &payer{}, quiet())
		_, o := send(t, a.Handler(), "POST", "/orders", goodOrder)
		store.failures.Store(5)
		w := NewWorker(a)
		go w.Run(t.Context())
		if err := w.Drain(t.Context()); err != nil {
			t.Errorf("Drain() = %v, want nil", err)
		}
		if got, _ := store.Get(t.Context(), o.ID); got.Status != Packed {
			t.Errorf("after 5 failures the order is %q, want %q", got.Status, Packed)
		}
	})
}

// panicStore panics while an order is packed.
type panicStore struct{ *MemoryStore }

func (panicStore) Get(context.Context, string) (Order, error) { panic("bad order") }

func TestWorkerSurvivesAPanicAndAGoneOrder(t *testing.T) {
	for _, store := range []Store{panicStore{NewMemoryStore(1)}, NewMemoryStore(1)} {
		synctest.Test(t, func(t *testing.T) {
			q := NewMemoryQueue(1)
			if err := q.Push(t.Context(), Message{OrderID: "gone"}); err != nil {
				t.Fatal(err)
			}
			w := NewWorker(New(store, q, &payer{}, quiet()))
			go w.Run(t.Context())
			if err := w.Drain(t.Context()); err != nil {
				t.Errorf("with store %T: Drain() = %v, want nil: the message can't get better", store, err)
			}
		})
	}
}

func TestWorkerHooksSeeTheMessageAndTheOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, beats := quiet(), 0
		var log []string
		note := func(what string) func(error) {
			return func(err error) {
				if err != nil {
					what += " failed"
				}
				log = append(log, what)
			}
		}
		h.Publish = func(ctx context.Context, m *Message) (context.Context, func(error)) {
			m.Headers["mark"] = "42"
			return ctx, note("published")
		}
		h.Consume = func(ctx context.Context, m Message) (context.Context, func(error)) {
			return ctx, note("consumed " + m.Headers["mark"])
		}
		h.Beat = func() { beats++ }
		a := New(NewMemoryStore(4), NewMemoryQueue(4), &payer{}, h)
		send(t, a.Handler(), "POST", "/orders", goodOrder)
		w := NewWorker(a)
		go w.Run(t.Context())
		if err := w.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, want := strings.Join(log, ", "), "published, consumed 42"
		if got != want || beats == 0 {
			t.Errorf("hooks saw %q and %d beats, want %q and some", got, beats, want)
		}
	})
}

func TestDrainGivesUp(t *testing.T) {
	w := NewWorker(New(NewMemoryStore(1), NewMemoryQueue(1), &payer{}, quiet()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // and Run was never called
	if err := w.Drain(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Drain(cancelled) = %v, want %v", err, context.Canceled)
	}
}
