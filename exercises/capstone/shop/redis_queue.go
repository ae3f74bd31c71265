package shop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
)

var _ Queue = (*RedisQueue)(nil)

// queueKey is the list that all copies push to and take from.
const queueKey = "orders:queue"

// maxQueue is how many messages may wait, give or take those that are being pushed.
// Without a bound a worker that is too slow fills the memory of Redis, and that
// refuses every write, also the worker's.
const maxQueue = 100_000

// RedisQueue is a Queue on two lists: the shared one, and one with what this
// consumer has in hand.
type RedisQueue struct {
	c      *Redis
	hand   string       // the key of the second list
	depth  atomic.Int64 // what Redis said last
	closed atomic.Bool
}

// NewRedisQueue returns a Queue on c. Consumer is the name of this copy: no
// other copy that runs may have it, and a restarted copy must have it again,
// because that is how it finds what its predecessor had in hand.
func NewRedisQueue(c *Redis, consumer string) *RedisQueue {
	return &RedisQueue{c: c, hand: "orders:hand:" + consumer}
}

// Push adds m at the left end: LPUSH, which answers with the new depth.
func (q *RedisQueue) Push(ctx context.Context, m Message) error {
	if q.depth.Load() >= maxQueue {
		if _, err := q.Depth(ctx); err != nil {
			return err
		}
	}
	if q.depth.Load() >= maxQueue {
		return ErrFull
	}
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	v, err := q.c.do(ctx, "LPUSH", queueKey, string(b))
	if err == nil {
		q.keepDepth(v)
	}
	return err
}

// Depth asks Redis: LLEN.
func (q *RedisQueue) Depth(ctx context.Context) (int, error) {
	v, err := q.c.do(ctx, "LLEN", queueKey)
	if err != nil {
		return 0, err
	}
	return q.keepDepth(v), nil
}

func (q *RedisQueue) keepDepth(v reply) int {
	n, _ := strconv.Atoi(v.text) // readValue has seen that it is a number
	q.depth.Store(int64(n))
	return n
}

// Pop takes from the right end. BRPOP would do, if losing a message were fine:
// Redis forgets it as it writes the answer, and whoever is stopped before it
// has read and handled that answer takes the order along. BLMOVE moves it to
// the list in hand in the same step.
func (q *RedisQueue) Pop(ctx context.Context) (Message, error) {
	if q.closed.Load() {
		return Message{}, ErrClosed
	}
	// Nothing is in hand while Pop runs, so what this list holds is left over:
	// from a crash, a failed attempt, or a BLMOVE whose answer never came.
	v, err := q.c.do(ctx, "LINDEX", q.hand, "-1")
	if err == nil && v.null {
		seconds := strconv.FormatFloat(popWait.Seconds(), 'f', -1, 64)
		v, err = q.c.doFor(ctx, popWait+q.c.o.Timeout, "BLMOVE", queueKey, q.hand, "RIGHT", "LEFT", seconds)
	}
	if errors.Is(err, errTooLong) {
		_ = q.aside(ctx) // answers with the same string
	}
	if err != nil {
		return Message{}, err
	}
	if v.null {
		return Message{}, ErrEmpty
	}
	return q.open(ctx, v.text)
}

// open decodes a message. One that is no message would come again for ever:
// it is moved aside, where somebody can look at it.
func (q *RedisQueue) open(ctx context.Context, raw string) (Message, error) {
	var m Message
	err := json.Unmarshal([]byte(raw), &m)
	if err == nil {
		m.raw = raw
		return m, nil
	}
	bad := fmt.Errorf("message %.64q: %w", raw, err)
	if err := q.aside(ctx); err != nil {
		return Message{}, err
	}
	return Message{}, bad
}

// aside moves the message in hand to where somebody can look at it.
func (q *RedisQueue) aside(ctx context.Context) error {
	_, err := q.c.do(ctx, "LMOVE", q.hand, "orders:bad", "RIGHT", "LEFT")
	return err
}

// Ack takes m off the list in hand: LREM.
func (q *RedisQueue) Ack(ctx context.Context, m Message) error {
	_, err := q.c.do(ctx, "LREM", q.hand, "1", m.raw)
	return err
}

// Close ends the intake. What is in Redis stays there, for this copy's
// successor or for the others, so Pop says ErrClosed from now on.
func (q *RedisQueue) Close() { q.closed.Store(true) }

// Release gives back what is in hand, for another copy to take. Call it after
// the worker has ended, so that nothing waits for this copy's return.
func (q *RedisQueue) Release(ctx context.Context) error {
	for {
		v, err := q.c.do(ctx, "LMOVE", q.hand, queueKey, "RIGHT", "RIGHT")
		if err != nil || v.null {
			return err
		}
	}
}
