package shop

import (
	"context"
	"sync"
	"time"
)

var _ Queue = (*MemoryQueue)(nil)

// popWait is how long Pop waits for a message.
const popWait = 500 * time.Millisecond

// MemoryQueue is a bounded queue in memory. What it holds is lost with the
// process, so after Close it hands out everything before it says ErrClosed.
type MemoryQueue struct {
	messages chan Message
	closed   chan struct{}
	once     sync.Once

	mu   sync.Mutex
	hand *Message // delivered and not acknowledged
}

// NewMemoryQueue returns a queue of at most n messages.
func NewMemoryQueue(n int) *MemoryQueue {
	return &MemoryQueue{messages: make(chan Message, n), closed: make(chan struct{})}
}

// Push adds m, or returns ErrFull: it never waits, because a client that waits
// for a slow worker holds a connection and a goroutine.
func (q *MemoryQueue) Push(_ context.Context, m Message) error {
	select {
	case q.messages <- m:
		return nil
	default:
		return ErrFull
	}
}

// Pop is Queue's Pop.
func (q *MemoryQueue) Pop(ctx context.Context) (Message, error) {
	if m, ok := q.again(); ok {
		return m, nil
	}
	select {
	case m := <-q.messages:
		return q.deliver(m), nil
	default:
	}
	idle := time.NewTimer(popWait)
	defer idle.Stop()
	select {
	case m := <-q.messages:
		return q.deliver(m), nil
	case <-q.closed:
		return q.rest()
	case <-idle.C:
		return Message{}, ErrEmpty
	case <-ctx.Done():
		return Message{}, context.Cause(ctx)
	}
}

// rest is Pop on a closed queue.
func (q *MemoryQueue) rest() (Message, error) {
	select {
	case m := <-q.messages:
		return q.deliver(m), nil
	default:
		return Message{}, ErrClosed
	}
}

// Ack forgets what Pop delivered last.
func (q *MemoryQueue) Ack(context.Context, Message) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.hand = nil
	return nil
}

// Depth is how many messages wait.
func (q *MemoryQueue) Depth(context.Context) (int, error) { return len(q.messages), nil }

// Close ends the intake. A second call does nothing.
func (q *MemoryQueue) Close() { q.once.Do(func() { close(q.closed) }) }

func (q *MemoryQueue) deliver(m Message) Message {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.hand = &m
	return m
}

func (q *MemoryQueue) again() (Message, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.hand == nil {
		return Message{}, false
	}
	return *q.hand, true
}
