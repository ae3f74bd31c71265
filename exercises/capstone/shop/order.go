package shop

import (
	"errors"
	"fmt"
	"time"
)

// The states of an Order.
const (
	Accepted = "accepted" // answered with 201, waiting for the worker
	Packed   = "packed"   // the worker is done with it
)

// ErrInvalid is wrapped by every error about an order's own content.
var ErrInvalid = errors.New("invalid order")

// An Order is what a client asks for and what the store keeps.
type Order struct {
	ID       string    `json:"id"`
	Item     string    `json:"item"`     // 1 to 64 bytes
	Quantity int       `json:"quantity"` // 1 to 100
	Card     string    `json:"card,omitempty"`
	Status   string    `json:"status"`
	Created  time.Time `json:"created"`
}

// validate says what a client must change, or nil.
func (o Order) validate() error {
	switch {
	case o.Item == "" || len(o.Item) > 64:
		return fmt.Errorf("%w: item has %d bytes, want 1 to 64", ErrInvalid, len(o.Item))
	case o.Quantity < 1 || o.Quantity > 100:
		return fmt.Errorf("%w: quantity %d, want 1 to 100", ErrInvalid, o.Quantity)
	case len(o.Card) < 12 || len(o.Card) > 23:
		// The length and never the number: this text goes into an answer and a log.
		return fmt.Errorf("%w: card has %d characters, want 12 to 23", ErrInvalid, len(o.Card))
	}
	return nil
}
