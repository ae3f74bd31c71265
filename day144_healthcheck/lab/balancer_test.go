package lab // inside: these tests set what the balancer has seen

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// backend is a server in memory whose readiness can be switched.
type backend struct {
	ready    atomic.Bool
	app      net.Listener
	accepted atomic.Int64
}

func newBackend(n *Network, name string) *backend {
	b := &backend{app: n.Listen(name + ":80")}
	go func() {
		for {
			conn, err := b.app.Accept()
			if err != nil {
				return
			}
			b.accepted.Add(1)
			conn.Close()
		}
	}()
	return b
}

// probed serves the readiness of b until the returned function is called.
func (b *backend) probed(n *Network, name string) (stop func()) {
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !b.ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})}
	l := n.Listen(name + "-admin:80")
	go srv.Serve(l)
	return func() { srv.Close(); b.app.Close() }
}

func TestBalancerFollowsReadiness(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var n Network
		b := &Balancer{Dialer: n.Dial, Period: time.Second, Failures: 2}
		one, two := newBackend(&n, "one"), newBackend(&n, "two")
		defer one.probed(&n, "one")()
		defer two.probed(&n, "two")()
		b.Add("one:80", "http://one-admin/readyz")
		b.Add("two:80", "http://two-admin/readyz")
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx) }()
		dial := func(times int) (failed int) {
			for range times {
				conn, err := b.Dial(ctx, "tcp", "orders:80")
				if err != nil {
					failed++
					continue
				}
				conn.Close()
				conn.Close() // net/http may close twice; it must count once
			}
			synctest.Wait()
			return failed
		}
		if got, want := dial(3), 3; got != want {
			t.Errorf("dials with no replica ready: got %d errors, want %d", got, want)
		}
		one.ready.Store(true)
		two.ready.Store(true)
		for _, addr := range []string{"one:80", "two:80"} {
			if err := b.Added(ctx, addr); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := dial(10), 0; got != want {
			t.Errorf("dials with two replicas ready: got %d errors, want %d", got, want)
		}
		if one, two := one.accepted.Load(), two.accepted.Load(); one != 5 || two != 5 {
			t.Errorf("connections: got %d and %d, want 5 and 5", one, two)
		}
		one.ready.Store(false)
		if err := b.Removed(ctx, "one:80"); err != nil {
			t.Fatal(err)
		}
		before := one.accepted.Load()
		dial(10)
		if got, want := one.accepted.Load(), before; got != want {
			t.Errorf("connections of a replica out of the rotation: got %d, want %d", got, want)
		}
		cancel()
		<-done
		n.Wait()
	})
}

func TestReleasedWaitsForConnections(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var n Network
		b := &Balancer{Dialer: n.Dial}
		l := n.Listen("one:80")
		defer l.Close()
		go func() {
			for {
				if _, err := l.Accept(); err != nil {
					return
				}
			}
		}()
		b.Add("one:80", "")
		b.edit(func() { b.replicas[0].saw(true, 1) })
		conn, err := b.Dial(t.Context(), "tcp", "")
		if err != nil {
			t.Fatal(err)
		}
		b.edit(func() { b.replicas[0].saw(false, 1) })
		if err := b.Removed(t.Context(), "one:80"); err != nil {
			t.Errorf("Removed: got %v, want nil", err)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if got, want := b.Released(short, "one:80"), context.DeadlineExceeded; !errors.Is(got, want) {
			t.Errorf("Released with a connection open: got %v, want %v", got, want)
		}
		conn.Close()
		if err := b.Released(t.Context(), "one:80"); err != nil {
			t.Errorf("Released with none: got %v, want nil", err)
		}
	})
}
