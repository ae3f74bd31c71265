package drain_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// A listener is one in memory. Bytes and the end of a connection take delay to
// reach the other side, so that a close can cross with a request.
type listener struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}

	mu   sync.Mutex
	ends []net.Conn
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return &net.IPAddr{} }

// dial connects; refused is what a client gets when nobody accepts.
func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, inner := net.Pipe()
	outer, server := net.Pipe()
	l.mu.Lock()
	l.ends = append(l.ends, client, inner, outer, server)
	l.mu.Unlock()
	select {
	case l.conns <- server:
		go carry(inner, outer)
		go carry(outer, inner)
		return client, nil
	case <-l.closed:
	case <-time.After(time.Second): // Serve does not accept
	case <-ctx.Done():
	}
	return nil, errors.New("connection refused")
}

// hangUp closes every connection at both ends.
func (l *listener) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.ends {
		c.Close()
	}
}

// carry takes what it reads to the other side, and at last the end, each delay
// after it was sent.
func carry(from, to net.Conn) {
	type parcel struct {
		bytes []byte
		due   time.Time
	}
	parcels := make(chan parcel, 64)
	go func() {
		for p := range parcels {
			<-time.After(time.Until(p.due))
			if p.bytes == nil {
				to.Close()
				continue
			}
			to.Write(p.bytes)
		}
	}()
	defer close(parcels)
	for {
		buf := make([]byte, 4096)
		n, err := from.Read(buf)
		if n > 0 {
			parcels <- parcel{buf[:n], time.Now().Add(delay)}
		}
		if err != nil {
			parcels <- parcel{nil, time.Now().Add(delay)}
			return
		}
	}
}
