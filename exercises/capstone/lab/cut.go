package lab

import (
	"context"
	"io"
	"net"
	"sync"
)

// A Cut is a wire to a server that can be stopped: it accepts, takes bytes, and
// passes none on until it is let go again. To a client this looks just as a
// server under SIGSTOP does, which is the nastiest way to lose a dependency:
// every connection is fine and no answer comes.
type Cut struct {
	upstream string
	l        net.Listener

	mu      sync.Mutex
	stopped bool
	open    chan struct{} // closed while bytes may pass
}

// NewCut listens on a free loopback port for connections to upstream
// ("host:port"). Nobody is served before Run.
func NewCut(upstream string) (*Cut, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &Cut{upstream: upstream, l: l, open: make(chan struct{})}
	close(c.open)
	return c, nil
}

// Addr is where to connect.
func (c *Cut) Addr() string { return c.l.Addr().String() }

// Stop stops the wire, or lets it go on.
func (c *Cut) Stop(stopped bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if stopped == c.stopped {
		return
	}
	c.stopped = stopped
	if stopped {
		c.open = make(chan struct{})
	} else {
		close(c.open)
	}
}

// Stopped tells which.
func (c *Cut) Stopped() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stopped
}

// Run serves until ctx is done and every connection is closed.
func (c *Cut) Run(ctx context.Context) {
	defer context.AfterFunc(ctx, func() { c.l.Close() })()
	var pairs sync.WaitGroup
	defer pairs.Wait()
	for {
		down, err := c.l.Accept()
		if err != nil {
			return
		}
		pairs.Go(func() { c.join(ctx, down) })
	}
}

// join carries bytes both ways until one side has ended.
func (c *Cut) join(ctx context.Context, down net.Conn) {
	defer down.Close()
	up, err := (&net.Dialer{}).DialContext(ctx, "tcp", c.upstream)
	if err != nil {
		return // the client sees a connection that closes, as at a dead server
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	context.AfterFunc(ctx, func() { up.Close(); down.Close() })
	var back sync.WaitGroup
	back.Go(func() { defer cancel(); c.carry(ctx, down, up) })
	c.carry(ctx, up, down)
	cancel()
	back.Wait()
}

// carry copies from one side to the other, and holds what it read while the
// wire is stopped.
func (c *Cut) carry(ctx context.Context, to io.Writer, from io.Reader) {
	buf := make([]byte, 8<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 && c.pass(ctx) {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil || ctx.Err() != nil {
			return
		}
	}
}

// pass waits until bytes may pass. False: ctx was done first.
func (c *Cut) pass(ctx context.Context) bool {
	c.mu.Lock()
	open := c.open
	c.mu.Unlock()
	select {
	case <-open:
		return true
	case <-ctx.Done():
		return false
	}
}
