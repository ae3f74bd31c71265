package healthcheck_test

import (
	"context"
	"io"
	"log/slog"
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

// wait is the end of the drain: how long it took, and its error.
func (s *service) wait() (time.Duration, error) {
	err := <-s.ended
	synctest.Wait() // for the hooks of Shutdown, which net/http starts and leaves
	s.client.CloseIdleConnections()
	return time.Since(s.began), err
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
