package healthcheck_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

func TestServeDrainsInOrder(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.plan.Stop = func() { s.event("stop") }
		s.plan.Admin.RegisterOnShutdown(func() { s.event("admin") })
		s.plan.After = []healthcheck.Step{s.step("workers", time.Second), s.step("flush", time.Second)}
		s.plan.Close = []healthcheck.Step{s.step("db", time.Second), s.step("redis", time.Second)}
		s.start()
		s.expect("before", "http://app/", 200, false)
		s.expect("before", "http://admin/readyz", 200, false)
		<-time.After(time.Hour)
		s.signal()
		synctest.Wait()
		s.expect("in the notice", "http://admin/readyz", 503, false)
		s.expect("in the notice", "http://admin/livez", 200, false)
		s.expect("in the notice", "http://app/", 200, true)
		<-time.After(5*time.Second - 1)
		s.expect("a nanosecond before its end", "http://app/", 200, true)
		<-time.After(2)
		s.expect("after it", "http://app/", 0, false)
		<-time.After(3500 * time.Millisecond)
		s.expect("while redis closes", "http://admin/readyz", 503, false)
		took, err := s.wait()
		if err != nil {
			t.Errorf("Serve: got %v, want nil", err)
		}
		if want := 9 * time.Second; took != want {
			t.Errorf("took: got %v, want %v", took, want)
		}
		want := "0s stop, 5s workers, 6s flush, 7s redis, 8s db, 9s admin"
		if got := strings.Join(s.events, ", "); got != want {
			t.Errorf("events:\n got %s\nwant %s", got, want)
		}
		s.expectLog(`phase=announce took=0s`, `phase=notice took=5s`, `phase=shutdown took=0s`,
			`phase=workers took=1s`, `phase=flush took=1s`, `phase=redis took=1s`, `phase=db took=1s`,
			`phase=admin took=0s`, `msg=drained took=9s errors=0`)
	})
}

// TestServeWithoutHandler: a server without one has http.DefaultServeMux, in
// which nothing is registered here.
func TestServeWithoutHandler(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.srv.Handler = nil
		s.start()
		s.expect("no handler", "http://app/", 404, false)
		s.signal()
		if _, err := s.wait(); err != nil {
			t.Errorf("Serve: got %v, want nil", err)
		}
	})
}

// TestShutdownHasADeadlineOfItsOwn: the request outlasts the signal's context
// by the notice and most of the grace, and is answered.
func TestShutdownHasADeadlineOfItsOwn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.srv.BaseContext = nil
		s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(14 * time.Second):
			case <-r.Context().Done():
				t.Errorf("the request's context ended: %v", context.Cause(r.Context()))
			}
		})
		s.start()
		answered := make(chan int)
		go func() { code, _ := s.get("http://app/"); answered <- code }()
		synctest.Wait()
		s.signal()
		if got, want := <-answered, 200; got != want {
			t.Errorf("the request in flight: got %d, want %d", got, want)
		}
		if _, err := s.wait(); err != nil {
			t.Errorf("Serve: got %v, want nil", err)
		}
	})
}

// TestBaseContextIsCutLoose: even a server told to hang its requests on the
// signal's context keeps them, and their values.
func TestBaseContextIsCutLoose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "kept"))
		s.srv.BaseContext = func(net.Listener) context.Context { return ctx }
		s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-time.After(time.Second)
			if r.Context().Err() != nil || r.Context().Value(key{}) != "kept" {
				w.WriteHeader(http.StatusTeapot)
			}
		})
		s.start()
		answered := make(chan int)
		go func() { code, _ := s.get("http://app/"); answered <- code }()
		synctest.Wait()
		cancel()
		s.signal()
		if got, want := <-answered, 200; got != want {
			t.Errorf("the request in flight: got %d, want %d", got, want)
		}
		s.wait()
	})
}

func TestGraceCutsAndCounts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		var handlers sync.WaitGroup
		s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			handlers.Add(1)
			defer handlers.Done()
			if r.URL.Path == "/quick" {
				return // done long before the grace is over, and not to be counted
			}
			<-r.Context().Done() // for ever, unless it is cut
		})
		s.plan.After = []healthcheck.Step{s.step("workers", 0)}
		s.start()
		s.expect("before", "http://app/quick", 200, false)
		codes := make(chan int)
		for range 3 {
			go func() { code, _ := s.get("http://app/"); codes <- code }()
		}
		synctest.Wait()
		s.signal()
		took, err := s.wait()
		var cut *healthcheck.CutError
		if !errors.As(err, &cut) || cut.Requests != 3 {
			t.Errorf("Serve: got %v, want a CutError of 3 requests", err)
		}
		if want := 15 * time.Second; took != want {
			t.Errorf("took: got %v, want %v, notice and grace", took, want)
		}
		for range 3 {
			if got, want := <-codes, 0; got != want {
				t.Errorf("a request that was cut: got %d, want no answer", got)
			}
		}
		handlers.Wait()
		s.expectLog(`level=ERROR msg=drain phase=shutdown took=10s err="the grace is over; requests cut: 3"`, "phase=workers")
	})
}

// TestNothingToCut: somebody connects late in the notice and never asks for
// anything. Shutdown waits five seconds for a first request; the grace is
// shorter, and nothing is lost.
func TestNothingToCut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.plan.Grace = time.Second
		s.start()
		s.signal()
		<-time.After(s.plan.Notice - time.Second)
		conn, err := s.network.Dial(t.Context(), "", "app:80")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		took, err := s.wait()
		if want := s.plan.Notice + s.plan.Grace; err != nil || took != want {
			t.Errorf("Serve: got %v after %v, want nil after %v: a drain that cut nothing is clean", err, took, want)
		}
	})
}

// TestSignalledBeforeServing: told to stop while still starting up.
func TestSignalledBeforeServing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.plan.Stop = func() { s.event("stop") }
		s.plan.Close = []healthcheck.Step{s.step("db", 0)}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s.began = time.Now()
		app := s.network.Listen("app:80")
		if err := healthcheck.Serve(ctx, s.srv, app, s.plan); err != nil {
			t.Errorf("Serve: got %v, want nil", err)
		}
		if got, want := strings.Join(s.events, ", "), "0s stop, 0s db"; got != want {
			t.Errorf("events: got %q, want %q", got, want)
		}
		for _, l := range []net.Listener{app, s.plan.AdminListener} {
			if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
				t.Errorf("Accept on %v: got %v, want %v", l.Addr(), err, net.ErrClosed)
			}
		}
		if s.plan.Probe.Ready() == nil {
			t.Errorf("Ready: got nil, want an error")
		}
	})
}
