package shop

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"
)

// RedisOptions configure a Redis. Only Addr is needed.
type RedisOptions struct {
	Addr     string        // "host:port"
	Password string        // sent with AUTH, unless empty
	Conns    int           // connections at most; default 16
	Timeout  time.Duration // of one command; default 1s
	Backoff  Backoff       // between attempts to connect; default 20ms doubled to 2s
	// Dial connects; the default is that of net.Dialer.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Redis is a client: a pool of connections that are made when they are needed.
type Redis struct {
	o        RedisOptions
	slots    chan struct{}   // one is held while a connection is in use
	idle     chan *redisConn // last used ones
	failures atomic.Int64    // attempts to connect that failed in a row
}

// NewRedis returns a client. It does not connect.
func NewRedis(o RedisOptions) *Redis {
	if o.Conns < 1 {
		o.Conns = 16
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Second
	}
	if o.Backoff.Base <= 0 || o.Backoff.Max <= 0 {
		o.Backoff.Base, o.Backoff.Max = 20*time.Millisecond, 2*time.Second
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: o.Timeout}).DialContext
	}
	return &Redis{o: o, slots: make(chan struct{}, o.Conns), idle: make(chan *redisConn, o.Conns)}
}

// do runs one command. It does not repeat a command that may have reached the
// server: whether that is harmless only the caller knows.
func (c *Redis) do(ctx context.Context, args ...string) (reply, error) {
	return c.doFor(ctx, c.o.Timeout, args...)
}

// doFor is do for a command that the server itself may hold for a while.
func (c *Redis) doFor(ctx context.Context, timeout time.Duration, args ...string) (reply, error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return reply{}, context.Cause(ctx)
	}
	rc, err := c.conn(ctx)
	if err != nil {
		return reply{}, fmt.Errorf("redis %s: %w", args[0], err)
	}
	v, err := rc.do(ctx, timeout, args...)
	if !usable(err) {
		rc.c.Close()
		c.drop() // what broke this one has most likely broken the idle ones too
		return v, fmt.Errorf("redis %s: %w", args[0], err)
	}
	if rc.spent {
		rc.c.Close()
		return v, err
	}
	c.idle <- rc // has room: there are no more connections than slots
	return v, err
}

// conn takes an idle connection or makes one, trying until ctx is done or a
// command's time is over.
func (c *Redis) conn(ctx context.Context) (*redisConn, error) {
	select {
	case rc := <-c.idle:
		return rc, nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	for {
		rc, err := c.dial(ctx)
		if err == nil {
			c.failures.Store(0)
			return rc, nil
		}
		var se ServerError
		if errors.As(err, &se) {
			return nil, err // a wrong password does not get better by trying
		}
		// The count is shared: however many requests wait, the pauses grow with
		// the length of the outage.
		wait(ctx, c.o.Backoff.Delay(int(c.failures.Add(1)-1)))
		if ctx.Err() != nil {
			return nil, err
		}
	}
}

func (c *Redis) dial(ctx context.Context) (*redisConn, error) {
	nc, err := c.o.Dial(ctx, "tcp", c.o.Addr)
	if err != nil {
		return nil, err
	}
	return newRedisConn(ctx, nc, c.o.Password, c.o.Timeout)
}

// drop closes the idle connections.
func (c *Redis) drop() {
	for {
		select {
		case rc := <-c.idle:
			rc.c.Close()
		default:
			return
		}
	}
}

// Close closes the idle connections. Commands that are still under way end by
// their own deadlines.
func (c *Redis) Close() error {
	c.drop()
	return nil
}
