package shop

import (
	"context"
	"sync"
)

var _ Store = (*MemoryStore)(nil)

// MemoryStore keeps the last orders in memory. Its size is bounded: an order
// that is the oldest of more than the limit is forgotten.
type MemoryStore struct {
	mu     sync.RWMutex
	orders map[string]Order
	ring   []string // the ids in order of arrival, next overwritten first
	next   int
}

// NewMemoryStore returns a store of the last n orders; n below 1 is a mistake
// in the program and panics.
func NewMemoryStore(n int) *MemoryStore {
	if n < 1 {
		panic("shop: NewMemoryStore needs room for at least one order")
	}
	return &MemoryStore{orders: map[string]Order{}, ring: make([]string, n)}
}

// Put keeps o, in place of what it had under the same id.
func (s *MemoryStore) Put(_ context.Context, o Order) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.orders[o.ID]; !known {
		delete(s.orders, s.ring[s.next])
		s.ring[s.next] = o.ID
		s.next = (s.next + 1) % len(s.ring)
	}
	s.orders[o.ID] = o
	return nil
}

// Get returns the order with this id, or ErrNotFound.
func (s *MemoryStore) Get(_ context.Context, id string) (Order, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, ok := s.orders[id]
	if !ok {
		return Order{}, ErrNotFound
	}
	return o, nil
}
