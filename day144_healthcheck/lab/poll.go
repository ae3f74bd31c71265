package lab

import (
	"context"
	"net"
	"net/http"
)

// poll asks one replica whether it is ready.
func poll(ctx context.Context, client *http.Client, readyz string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, readyz, nil)
	if err != nil {
		return false
	}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// saw takes the outcome of a poll into account.
func (m *member) saw(ready bool, failures int) {
	if ready {
		m.in, m.fails = true, 0
		return
	}
	m.fails++
	if m.fails >= failures {
		m.in = false
	}
}

// counted is a connection that tells its balancer when it is closed.
type counted struct {
	net.Conn
	closed func()
}

func (c *counted) Close() error {
	defer c.closed()
	return c.Conn.Close()
}
