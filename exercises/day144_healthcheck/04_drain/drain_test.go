package drain

import (
	"cmp"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestReadiness(t *testing.T) {
	cases := []struct {
		name, call string
		do         func(*Readiness)
		want, rule string
	}{
		{"set", "Set(true)", func(r *Readiness) { r.Set(true) }, "200", "checks that pass make it ready"},
		{"set_back", "Set(true), Set(false)", func(r *Readiness) { r.Set(true); r.Set(false) }, "503", "checks that fail make it not ready"},
		{"drain", "Set(true), Drain()", func(r *Readiness) { r.Set(true); r.Drain() }, "503", "a process that drains takes no more requests, however healthy it is"},
		{"late_check", "Set(true), Drain(), Set(true)", func(r *Readiness) { r.Set(true); r.Drain(); r.Set(true) }, "503", "a check that was under way ends after Drain: its result must not undo it"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, "GET /readyz after "+c.call, c.want, c.rule, func(s *service) string {
				r := &Readiness{}
				c.do(r)
				w := httptest.NewRecorder()
				r.ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
				return fmt.Sprint(w.Code)
			})
		})
	}
}

func TestNotice(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		check(t, "GET / before the signal", "200", "serve first", func(s *service) string {
			return s.get("/")
		})
	})
	t.Run("red_at_once", func(t *testing.T) {
		check(t, "GET /readyz right after the signal", "503", "tell the balancer before anything else: it needs the whole notice to see it", func(s *service) string {
			s.signal()
			return s.readyz()
		})
	})
	t.Run("still_serving", func(t *testing.T) {
		check(t, "GET / over a new connection, at the end of the notice", "200", "the balancer still sends requests until it has seen red: go on serving until the notice is over", func(s *service) string {
			s.signal()
			<-time.After(notice - 5*delay) // so that it arrives in time
			status, _, _ := strings.Cut(s.get("/"), ", Connection")
			return status
		})
	})
	t.Run("says_goodbye", func(t *testing.T) {
		check(t, "GET / in the notice, over a connection kept from before", "200, Connection: close", "a connection that is kept alive ends without a race in one way only: the response says that it is the last", func(s *service) string {
			s.get("/")
			s.signal()
			<-time.After(time.Second)
			return s.get("/")
		})
	})
	t.Run("no_close_crosses_a_request", func(t *testing.T) {
		check(t, "POST / over an idle connection, sent in the moment of the signal", "201", "do not close idle connections: a request may be on its way, and nobody may repeat a POST", func(s *service) string {
			s.post(0)
			s.signal()
			return s.post(0)
		})
	})
}

func TestGrace(t *testing.T) {
	t.Run("in_flight", func(t *testing.T) {
		check(t, "a request in flight, ended 2s before the grace is over", "201", "Shutdown waits for requests in flight, under a deadline of its own: the signal's context is done already", func(s *service) string {
			answer := s.start(notice + grace - 2*time.Second)
			s.signal()
			return <-answer
		})
	})
	t.Run("too_long", func(t *testing.T) {
		check(t, "Serve, with a request that would take an hour", "an error, after the grace", "past the grace, close: the kill comes anyway, and the exit status must say that something was cut", func(s *service) string {
			s.start(time.Hour)
			s.signal()
			err := s.end()
			if took := time.Since(s.signalled); took < notice+grace || took > notice+grace+time.Second {
				return fmt.Sprintf("%v after %v", err, took)
			}
			if err == nil {
				return "nil, after the grace"
			}
			return "an error, after the grace"
		})
	})
}

func TestEnd(t *testing.T) {
	t.Run("serve_returns_last", func(t *testing.T) {
		check(t, "what happens, in order", "request answered, After, Serve returns", "http.Server.Serve returns when Shutdown begins: wait for Shutdown itself. What requests use is closed when the last one has its answer", func(s *service) string {
			s.start(notice + 3*time.Second)
			s.signal()
			s.end()
			return s.happened()
		})
	})
	t.Run("after_has_time", func(t *testing.T) {
		check(t, "the context that After gets", "not done", "After flushes and closes over the network: under a context that is done it could do nothing", func(s *service) string {
			s.signal()
			s.end()
			return s.afterContext
		})
	})
	t.Run("after_follows_a_cut", func(t *testing.T) {
		check(t, "what happens, in order, with a request that would take an hour", "After, Serve returns", "a cut request is no reason to lose what is queued and unflushed too", func(s *service) string {
			s.start(time.Hour)
			s.signal()
			s.end()
			return s.happened()
		})
	})
	t.Run("after_error_is_returned", func(t *testing.T) {
		check(t, "Serve, with an After that fails, nothing in flight", "2 messages lost", "what After could not save is for the log and the exit status", func(s *service) string {
			s.afterErr = errors.New("2 messages lost")
			s.signal()
			return fmt.Sprint(s.end())
		})
	})
	t.Run("clean_is_nil", func(t *testing.T) {
		check(t, "Serve, nothing in flight", "<nil>", "a clean drain is a success: http.ErrServerClosed is how Serve ends, not an error", func(s *service) string {
			s.signal()
			err := s.end()
			if !s.afterRan {
				return "After did not run"
			}
			return fmt.Sprint(err)
		})
	})
}

// check runs f on a service of its own in a bubble, and reports a wrong
// answer, a panic, or none in time.
func check(t *testing.T, call, want, rule string, f func(*service) string) {
	t.Helper()
	answers := make(chan string, 2) // room for the answer and a panic at the end of the bubble
	go func() {
		defer close(answers) // once synctest.Test has done with t
		defer func() {
			if p := recover(); p != nil {
				answers <- fmt.Sprintf("goroutines are left when Serve has returned: %v", p)
			}
		}()
		synctest.Test(t, func(t *testing.T) { answers <- inBubble(f) })
	}()
	answer := first(answers)
	if answer != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day144_healthcheck/drain.go\n    edit: exercises/day144_healthcheck/04_drain/drain.go", call, answer, want, rule)
	}
}

// first returns what came first when answers has been closed, or after a while.
func first(answers <-chan string) string {
	deadline := time.After(10 * time.Second)
	got := ""
	for {
		select {
		case a, open := <-answers:
			if !open {
				return got
			}
			got = cmp.Or(got, a)
		case <-deadline:
			return cmp.Or(got, "the bubble hangs: does a goroutine wait for a mutex for ever?")
		}
	}
}

// inBubble bounds f by an hour and a half of the bubble's time.
func inBubble(f func(*service) string) (answer string) {
	s := newService()
	defer s.stop()
	done := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Sprintf("panic: %v", p)
			}
		}()
		done <- f(s)
	}()
	select {
	case answer = <-done:
	case <-time.After(90 * time.Minute):
		answer = "no answer for 90 minutes: what does Serve wait for?"
	}
	return answer
}
