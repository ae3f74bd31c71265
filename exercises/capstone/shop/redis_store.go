package shop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

var _ Store = (*RedisStore)(nil)

// RedisStore keeps orders as JSON under "order:ID", for a day.
type RedisStore struct{ c *Redis }

// keep is how long an order stays.
const keep = 24 * time.Hour

// NewRedisStore returns a Store on c.
func NewRedisStore(c *Redis) *RedisStore { return &RedisStore{c} }

// Put keeps o: SET with EX.
func (s *RedisStore) Put(ctx context.Context, o Order) error {
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	seconds := strconv.Itoa(int(keep / time.Second))
	_, err = s.c.do(ctx, "SET", "order:"+o.ID, string(b), "EX", seconds)
	return err
}

// Get returns the order, ErrNotFound, or ErrBroken: GET.
func (s *RedisStore) Get(ctx context.Context, id string) (Order, error) {
	v, err := s.c.do(ctx, "GET", "order:"+id)
	var se ServerError
	if errors.Is(err, errTooLong) || errors.As(err, &se) && strings.HasPrefix(string(se), "WRONGTYPE ") {
		return Order{}, fmt.Errorf("%w: %.64q in redis: %w", ErrBroken, id, err)
	}
	if err != nil {
		return Order{}, err
	}
	if v.null {
		return Order{}, ErrNotFound
	}
	var o Order
	if err := json.Unmarshal([]byte(v.text), &o); err != nil {
		return Order{}, fmt.Errorf("%w: %.64q in redis: %w", ErrBroken, id, err)
	}
	return o, nil
}
