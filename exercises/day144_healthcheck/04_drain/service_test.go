package drain_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	drain "workbook/exercises/day144_healthcheck/04_drain"
)

const (
	notice = 5 * time.Second
	grace  = 10 * time.Second
	delay  = 10 * time.Millisecond // from one end of a connection to the other
)

// A service is Serve at work in a bubble, with a client.
type service struct {
	ready     *drain.Readiness
	client    *http.Client
	listener  *listener
	cancel    context.CancelFunc
	over      chan struct{} // lets requests go that nobody waits for any more
	served    chan struct{} // closed when Serve has returned
	err       error         // what it returned
	signalled time.Time

	mu           sync.Mutex
	events       []string
	running      int // requests in the handler
	afters       int
	afterErr     error // what After returns
	afterContext string
}

func newService() *service {
	s := &service{ready: &drain.Readiness{}, over: make(chan struct{}), served: make(chan struct{}),
		listener: &listener{conns: make(chan net.Conn), closed: make(chan struct{})}, afterContext: "After did not run"}
	s.ready.Set(true)
	s.client = &http.Client{Transport: &http.Transport{DialContext: s.listener.dial}}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	srv := &http.Server{Handler: http.HandlerFunc(s.handle)}
	go func() {
		defer close(s.served)
		s.err = drain.Serve(ctx, srv, s.listener, drain.Plan{Ready: s.ready, Notice: notice, Grace: grace, After: s.after})
		s.event("Serve returns")
	}()
	synctest.Wait()
	return s
}

// handle answers a POST after the time in its body, and a GET with a body: with
// that the headers of the response are settled.
func (s *service) handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	d, err := time.ParseDuration(string(body))
	if err != nil {
		io.WriteString(w, "ok") // a GET
		return
	}
	s.runs(1)
	defer s.runs(-1)
	select {
	case <-time.After(d):
	case <-s.over:
	case <-r.Context().Done():
		s.event("request cut")
		return
	}
	if d > 0 {
		s.event("request answered")
	}
	if d%time.Second == 0 { // else it writes nothing, and net/http answers 200
		w.WriteHeader(http.StatusCreated)
	}
}

func (s *service) runs(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running += n
}

func (s *service) after(ctx context.Context) error {
	<-time.After(3 * delay) // it works for a while
	err := ctx.Err()
	s.event("After")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.afters++
	s.afterContext = "not done"
	if err != nil {
		s.afterContext = "done: " + err.Error()
	}
	if s.running > 0 {
		s.afterContext += fmt.Sprintf(", requests that still run: %d", s.running)
	}
	return s.afterErr
}

func (s *service) event(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, what)
}

func (s *service) happened() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.events, ", ")
}

func (s *service) signal() {
	s.signalled = time.Now()
	s.cancel()
	synctest.Wait()
}

// end waits for Serve, and for what it left behind.
func (s *service) end() error {
	<-s.served
	synctest.Wait()
	return s.err
}

// stop lets everything go, so that the bubble can end. What Serve has left
// running is its own fault.
func (s *service) stop() {
	s.cancel()
	close(s.over)
	s.listener.Close()
	select {
	case <-s.served:
	case <-time.After(time.Hour):
	}
	s.client.CloseIdleConnections()
	s.listener.hangUp()
	<-time.After(10 * delay) // what is under way arrives
}

// get is the status of a GET, and whether the response says goodbye.
func (s *service) get(path string) string {
	resp, err := s.client.Get("http://app" + path)
	if err != nil {
		return "no answer"
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	if resp.Close {
		return fmt.Sprintf("%d, Connection: close", resp.StatusCode)
	}
	return fmt.Sprint(resp.StatusCode)
}

// post is the status of a POST that takes d, and whether the response says goodbye.
func (s *service) post(d time.Duration) string {
	resp, err := s.client.Post("http://app/", "text/plain", strings.NewReader(d.String()))
	if err != nil {
		return "no answer"
	}
	resp.Body.Close()
	if resp.Close {
		return fmt.Sprintf("%d, Connection: close", resp.StatusCode)
	}
	return fmt.Sprint(resp.StatusCode)
}

// start sends a POST that takes d and returns when it is in its handler.
func (s *service) start(d time.Duration) <-chan string {
	answer := make(chan string, 1)
	go func() { answer <- s.post(d) }()
	<-time.After(5 * delay)
	return answer
}
