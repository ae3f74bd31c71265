package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// Every server of the process has its four timeouts and a limit for headers.
func TestServersHaveLimits(t *testing.T) {
	r := launchRun(t, nil)
	servers := map[string]*http.Server{"admin": r.svc.Admin, "payments": r.till, "any": newServer(nil, nil)}
	for name, s := range servers {
		if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
			t.Errorf("the %s server lacks a limit: %v %v %v %v %d", name, s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout, s.MaxHeaderBytes)
		}
	}
}

// Connections that do nothing take the places of the orders listener, and none of the
// admin listener's; one that ends gives its place to the next.
func TestIdleConnectionsLeaveTheProbes(t *testing.T) {
	r := launchRun(t, func(c *Config) { c.Conns = 3 }).run()
	var idle []net.Conn
	for range 3 {
		c, err := net.Dial("tcp", r.api.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, "GET /orders/none HTTP/1.1\r\nHost: x\r\n\r\n")
		if _, err := c.Read(make([]byte, 12)); err != nil {
			t.Fatal(err)
		}
		idle = append(idle, c)
	}
	waiting, err := net.Dial("tcp", r.api.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	fmt.Fprint(waiting, "GET /orders/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if got := clientAsk("GET", r.adminURL("/metrics"), "").status; got == 0 {
		t.Error("the admin listener does not answer while the orders listener is full")
	}
	waiting.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	if _, err := waiting.Read(make([]byte, 1)); err == nil {
		t.Error("a fourth connection is served, want at most 3")
	}
	idle[0].Close()
	waiting.SetReadDeadline(time.Now().Add(testPatience))
	if _, err := io.ReadAll(waiting); err != nil {
		t.Errorf("the connection that waited for a place: %v, want an answer", err)
	}
}

func TestLimitListenerCloses(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := limit(inner, 1)
	l.places <- struct{}{} // full
	over := make(chan error)
	go func() { _, err := l.Accept(); over <- err }()
	l.Close()
	if err := <-over; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Accept() of a full listener that is closed = %v, want %v", err, net.ErrClosed)
	}
}
