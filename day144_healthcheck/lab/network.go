package lab

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"
)

// A Network joins clients to servers in memory, with a delay. Bytes, and the
// end of a connection, reach the other side Delay after they were sent: with
// zero delay two ends can't disagree about a connection, with any other they
// can, as on a real network. Everything in it blocks durably, so it runs in a
// testing/synctest bubble, where sockets do not. The zero value is ready.
type Network struct {
	Delay time.Duration

	mu        sync.Mutex
	listeners map[string]*listener
	opened    int // how many addresses Wire has made up
	carriers  sync.WaitGroup
}

// errRefused is what a real dial gets when nobody listens.
var errRefused = errors.New("connection refused")

// Listen opens addr, such as "orders:80": the name is up to you, and the port
// must be there because net/http adds one where it is missing. It panics when
// addr is taken.
func (n *Network) Listen(addr string) net.Listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners == nil {
		n.listeners = map[string]*listener{}
	}
	if n.listeners[addr] != nil {
		panic("lab: the address " + addr + " of this Network is taken")
	}
	l := &listener{network: n, addr: addr, conns: make(chan net.Conn), closed: make(chan struct{})}
	n.listeners[addr] = l
	return l
}

// Dial connects to addr. Its form is that of http.Transport.DialContext.
func (n *Network) Dial(ctx context.Context, _, addr string) (net.Conn, error) {
	n.mu.Lock()
	l := n.listeners[addr]
	n.mu.Unlock()
	if l == nil {
		return nil, &net.OpError{Op: "dial", Net: "lab", Err: errRefused}
	}
	client, server := n.cable()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
	case <-ctx.Done():
	}
	client.Close()
	server.Close()
	return nil, &net.OpError{Op: "dial", Net: "lab", Err: errRefused}
}

// Wire makes n a Wire, with addresses like "lab-1:80".
func (n *Network) Wire() Wire {
	return Wire{Dial: n.Dial, Listen: func() (net.Listener, error) {
		n.mu.Lock()
		n.opened++
		addr := "lab-" + strconv.Itoa(n.opened) + ":80"
		n.mu.Unlock()
		return n.Listen(addr), nil
	}}
}

// cable is the two ends of a connection.
func (n *Network) cable() (a, b net.Conn) {
	if n.Delay == 0 {
		return net.Pipe()
	}
	// Two pipes, and between their inner ends a carrier for each direction.
	a, innerA := net.Pipe()
	b, innerB := net.Pipe()
	n.carriers.Go(func() { carry(innerA, innerB, n.Delay) })
	n.carriers.Go(func() { carry(innerB, innerA, n.Delay) })
	return a, b
}

// Wait returns when nothing is under way: both ends of every connection have
// been closed, and know it. A bubble may not end before.
func (n *Network) Wait() { n.carriers.Wait() }

type listener struct {
	network *Network
	addr    string
	conns   chan net.Conn
	once    sync.Once
	closed  chan struct{}
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
	l.once.Do(func() {
		close(l.closed)
		l.network.mu.Lock()
		defer l.network.mu.Unlock()
		delete(l.network.listeners, l.addr)
	})
	return nil
}

func (l *listener) Addr() net.Addr { return address(l.addr) }

type address string

func (address) Network() string  { return "lab" }
func (a address) String() string { return string(a) }
