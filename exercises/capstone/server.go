package main

import (
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// newServer has every limit that net/http leaves open. Without them a client that is
// slow, idle or gone keeps a connection for ever, and half a body holds up a drain for
// its whole grace.
func newServer(h http.Handler, complaints *log.Logger) *http.Server {
	return &http.Server{
		Handler: h, ErrorLog: complaints,
		ReadHeaderTimeout: 5 * time.Second,
		// Headers and body. A request's context ends with it too, so it leaves room for
		// the five seconds that an order may take, and ends before a grace of ten does.
		ReadTimeout:    8 * time.Second,
		WriteTimeout:   15 * time.Second,
		IdleTimeout:    time.Minute,
		MaxHeaderBytes: 16 << 10,
	}
}

// limitListener has at most as many connections open as places has room for; more
// clients wait in the kernel. It keeps file descriptors free for what is not requests:
// a process without any can't answer its probes, and is restarted for being busy.
type limitListener struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func limit(l net.Listener, conns int) *limitListener {
	return &limitListener{Listener: l, places: make(chan struct{}, conns), closed: make(chan struct{})}
}

// Accept waits for a place, then for a connection.
func (l *limitListener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &placedConn{Conn: c, leave: sync.OnceFunc(func() { <-l.places })}, nil
}

// Close ends an Accept that waits for a place too.
func (l *limitListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// placedConn gives its place back when it is closed.
type placedConn struct {
	net.Conn
	leave func()
}

func (c *placedConn) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
