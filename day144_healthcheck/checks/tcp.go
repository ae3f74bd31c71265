package checks

import (
	"context"
	"net"
)

// TCP returns a check that connects to addr ("host:port") and hangs up. It
// proves only that a kernel accepts connections there: a server that has been
// stopped, or hangs, still passes until its backlog is full. Prefer a check
// that gets an answer.
func TCP(addr string) func(context.Context) error {
	return func(ctx context.Context) error {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		return conn.Close()
	}
}
