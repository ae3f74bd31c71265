package shop

import (
	"context"
	"errors"
)

// Errors of the ports, for errors.Is.
var (
	ErrNotFound = errors.New("order not found")
	ErrBroken   = errors.New("order can't be read") // it is there, and will never be better
	ErrDeclined = errors.New("payment declined")
	ErrFull     = errors.New("queue is full")
	ErrEmpty    = errors.New("queue is empty")  // nothing came within a moment: ask again
	ErrClosed   = errors.New("queue is closed") // nothing will come: stop
)

// A Store keeps orders by id.
type Store interface {
	Put(ctx context.Context, o Order) error
	// Get returns the order, ErrNotFound, or ErrBroken.
	Get(ctx context.Context, id string) (Order, error)
}

// A Message is one entry of the queue. Headers are the place for what must
// travel with it, such as a traceparent.
type Message struct {
	OrderID string            `json:"order_id"`
	Headers map[string]string `json:"headers,omitempty"`

	raw string // what the adapter needs in order to acknowledge it
}

// A Queue delivers each message at least once, to one consumer.
type Queue interface {
	// Push adds m. ErrFull says that it did not.
	Push(ctx context.Context, m Message) error
	// Pop waits for at most about half a second, then returns ErrEmpty, so that
	// its caller's loop can show that it is alive. A message that was not
	// acknowledged is delivered again before any other.
	Pop(ctx context.Context) (Message, error)
	// Ack forgets a message that Pop delivered.
	Ack(ctx context.Context, m Message) error
	// Depth is how many messages wait to be popped.
	Depth(ctx context.Context) (int, error)
	// Close ends the intake: Pop still hands out what would be lost if the
	// process ended now, and then returns ErrClosed.
	Close()
}

// Payments is the service that says whether an order will be paid.
type Payments interface {
	// Authorise returns nil, ErrDeclined, or an error about the service.
	Authorise(ctx context.Context, o Order) error
	// Receipt asks for a receipt to be sent. The client does not wait for it.
	Receipt(ctx context.Context, orderID string) error
}
