package shop

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestMemoryStoreForgetsTheOldest(t *testing.T) {
	s := NewMemoryStore(2)
	for _, id := range []string{"a", "b", "a", "c"} {
		if err := s.Put(t.Context(), Order{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[string]error{"a": ErrNotFound, "b": nil, "c": nil} {
		if _, err := s.Get(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("Get(%q) = %v, want %v", id, err, want)
		}
	}
}

func TestMemoryQueueContract(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewMemoryQueue(2)
		start := time.Now()
		if _, err := q.Pop(t.Context()); !errors.Is(err, ErrEmpty) || time.Since(start) != popWait {
			t.Errorf("Pop() of an empty queue = %v after %v, want %v after %v", err, time.Since(start), ErrEmpty, popWait)
		}
		for i, want := range []error{nil, nil, ErrFull} {
			if err := q.Push(t.Context(), Message{OrderID: fmt.Sprint(i)}); !errors.Is(err, want) {
				t.Errorf("Push number %d on a queue of 2 = %v, want %v", i+1, err, want)
			}
		}
		q.Close()
		q.Close()
		for i, ack := range []bool{false, true, true} {
			m, err := q.Pop(t.Context())
			want := []string{"0", "0", "1"}[i] // not acknowledged: again
			if err != nil || m.OrderID != want {
				t.Errorf("Pop() number %d = %q, %v, want %q", i+1, m.OrderID, err, want)
			}
			if ack {
				_ = q.Ack(t.Context(), m)
			}
		}
		if _, err := q.Pop(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("Pop() after the last = %v, want %v", err, ErrClosed)
		}
	})
}

func TestMemoryQueueConcurrentPush(t *testing.T) {
	q := NewMemoryQueue(1000)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				_ = q.Push(t.Context(), Message{OrderID: "x"})
			}
		})
	}
	got := 0
	for got < 800 {
		m, err := q.Pop(soon(t))
		if err != nil {
			t.Fatalf("Pop() after %d messages = %v", got, err)
		}
		got++
		_ = q.Ack(t.Context(), m)
	}
	wg.Wait()
}
