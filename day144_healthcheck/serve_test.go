package healthcheck_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/lab"
)

// bubble is synctest.Test with a watchdog outside: a goroutine that waits for
// a mutex counts as running, so a bubble can hang without a word.
func bubble(t *testing.T, f func(*testing.T)) {
	watchdog := time.AfterFunc(30*time.Second, func() {
		pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
		panic("the bubble of " + t.Name() + " hangs; its goroutines are above")
	})
	defer watchdog.Stop()
	synctest.Test(t, f)
}

// A service is a program with Serve as the last thing its main does, in a
// bubble, and the journal of what happened when.
type service struct {
	t       *testing.T
	network lab.Network
	client  *http.Client
	srv     *http.Server
	plan    healthcheck.Plan
	log     record
	signal  context.CancelFunc
	ended   chan error
	began   time.Time // of the drain

	mu     sync.Mutex
	events []string
}

// newService has an app that answers at once and an admin server with probes.
// Change srv and plan before start.
func newService(t *testing.T) *service {
	s := &service{t: t, ended: make(chan error, 1)}
	probe, err := healthcheck.New()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/readyz", probe.Readyz)
	mux.HandleFunc("/livez", probe.Live)
	s.client = &http.Client{Transport: &http.Transport{DialContext: s.network.Dial}}
	s.srv = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})}
	s.plan = healthcheck.Plan{
		Probe: probe, Notice: 5 * time.Second, Grace: 10 * time.Second,
		Admin: &http.Server{Handler: mux}, AdminListener: s.network.Listen("admin:80"),
		Logger: slog.New(slog.NewTextHandler(&s.log, nil)),
	}
	return s
}

func (s *service) start() {
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, "kept"))
	s.signal = func() { s.began = time.Now(); cancel() }
	go func() { s.ended <- healthcheck.Serve(ctx, s.srv, s.network.Listen("app:80"), s.plan) }()
	synctest.Wait()
}

type key struct{}

// wait is the end of the drain: its error, and how long it took.
func (s *service) wait() (error, time.Duration) {
	err := <-s.ended
	synctest.Wait() // for the hooks of Shutdown, which net/http starts and leaves
	s.client.CloseIdleConnections()
	return err, time.Since(s.began)
}

// event notes that something happened, and when.
func (s *service) event(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, time.Since(s.began).String()+" "+what)
}

func (s *service) step(name string, d time.Duration) healthcheck.Step {
	return healthcheck.Step{Name: name, Func: func(context.Context) error {
		s.event(name)
		<-time.After(d)
		return nil
	}}
}

// get is the status of a GET and whether its connection is the last.
func (s *service) get(url string) (code int, last bool) {
	resp, err := s.client.Get(url)
	if err != nil {
		return 0, false
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, resp.Close
}

func (s *service) expect(when, url string, want int, wantLast bool) {
	s.t.Helper()
	code, last := s.get(url)
	if code != want || last != wantLast {
		s.t.Errorf("%s: GET %s: got %d, Connection: close %v, want %d, %v", when, url, code, last, want, wantLast)
	}
}

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
		err, took := s.wait()
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

// expectLog wants these, in this order, each on a line of its own.
func (s *service) expectLog(want ...string) {
	s.t.Helper()
	rest := s.log.String()
	for _, w := range want {
		_, after, ok := strings.Cut(rest, w)
		if !ok {
			s.t.Errorf("log: %q is missing, or out of order, in\n%s", w, s.log.String())
			return
		}
		rest = after
	}
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
		if err, _ := s.wait(); err != nil {
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
			<-r.Context().Done() // for ever, unless it is cut
		})
		s.plan.After = []healthcheck.Step{s.step("workers", 0)}
		s.start()
		codes := make(chan int)
		for range 3 {
			go func() { code, _ := s.get("http://app/"); codes <- code }()
		}
		synctest.Wait()
		s.signal()
		err, took := s.wait()
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
