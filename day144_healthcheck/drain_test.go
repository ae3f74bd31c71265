package healthcheck_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// TestStepsDoNotStopEachOther has one step of each kind of trouble.
func TestStepsDoNotStopEachOther(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		broken := errors.New("collector unreachable")
		release := make(chan struct{})
		s.plan.After = []healthcheck.Step{
			{Name: "fails", Func: func(context.Context) error { return broken }},
			{Name: "leaves", Func: func(context.Context) error { runtime.Goexit(); return nil }},
			{Name: "panics", Func: func(context.Context) error { panic("queue is nil") }},
			{Name: "deaf", Timeout: 2 * time.Second, Func: func(context.Context) error { <-release; return nil }},
			{Name: "looks", Func: func(ctx context.Context) error {
				deadline, ok := ctx.Deadline()
				if got, want := time.Until(deadline), 5*time.Second; !ok || got != want {
					t.Errorf("deadline of a step: got %v away, want %v", got, want)
				}
				if ctx.Err() != nil || ctx.Value(key{}) != "kept" {
					t.Errorf("context of a step: got error %v, value %v, want no error and the value", ctx.Err(), ctx.Value(key{}))
				}
				return nil
			}},
		}
		s.plan.Close = []healthcheck.Step{s.step("db", 0)}
		s.start()
		s.signal()
		took, err := s.wait()
		close(release)
		if want := 7 * time.Second; took != want {
			t.Errorf("took: got %v, want %v, notice and the deaf step's timeout", took, want)
		}
		if !errors.Is(err, broken) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Serve: got %v, want it to wrap the error and the timeout of steps", err)
		}
		for _, want := range []string{"fails: collector unreachable", "leaves: called runtime.Goexit", "panics: panicked: queue is nil", "deaf: not done within 2s"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("Serve: got %v, want it to say %q", err, want)
			}
		}
		if got, want := strings.Join(s.events, ", "), "7s db"; got != want {
			t.Errorf("events: got %q, want %q", got, want)
		}
	})
}

// TestWorkersOutliveRequests: a request may still hand work to a worker, so
// the workers' intake stops only when the last one has been answered.
func TestWorkersOutliveRequests(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.srv.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			<-time.After(7 * time.Second)
			s.event("request")
		})
		s.plan.After = []healthcheck.Step{s.step("workers", 0)}
		s.start()
		go s.get("http://app/")
		synctest.Wait()
		s.signal()
		s.wait()
		if len(s.events) != 2 || s.events[0] != "7s request" || !strings.HasSuffix(s.events[1], " workers") {
			t.Errorf("events: got %q, want the request at 7s, then the workers", s.events)
		}
	})
}

func TestReleasedEndsTheNotice(t *testing.T) {
	for _, tt := range []struct {
		name     string
		released func(context.Context) error
		want     time.Duration
	}{
		{"early", func(context.Context) error { <-time.After(time.Second); return nil }, time.Second},
		{"an error is no release", func(context.Context) error { return errors.New("balancer unreachable") }, 5 * time.Second},
		{"never", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 5 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newService(t)
				s.plan.Released = tt.released
				s.start()
				s.signal()
				if took, err := s.wait(); err != nil || took != tt.want {
					t.Errorf("Serve: got %v after %v, want nil after %v", err, took, tt.want)
				}
			})
		})
	}
}

// TestServerEndsByItself: the process can't do its work any more, and says so
// after it has put everything away.
func TestServerEndsByItself(t *testing.T) {
	for _, which := range []string{"requests", "admin"} {
		t.Run(which, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newService(t)
				s.plan.Stop = func() { s.event("stop") }
				s.plan.Close = []healthcheck.Step{s.step("db", 0)}
				s.began = time.Now()
				s.start()
				if which == "admin" {
					s.plan.AdminListener.Close()
				} else {
					s.srv.Close()
				}
				took, err := s.wait()
				if want := "the " + which + " server ended"; err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("Serve: got %v, want it to say %q", err, want)
				}
				if want := time.Duration(0); took != want {
					t.Errorf("took: got %v, want %v: there is nobody to give notice to", took, want)
				}
				if got, want := strings.Join(s.events, ", "), "0s stop, 0s db"; got != want {
					t.Errorf("events: got %q, want %q", got, want)
				}
				if got, want := s.plan.Probe.Ready(), healthcheck.ErrDraining; !errors.Is(got, want) {
					t.Errorf("Ready: got %v, want %v", got, want)
				}
				s.signal()
			})
		})
	}
}

func TestServerEndsInTheNotice(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.start()
		s.signal()
		<-time.After(time.Second)
		s.srv.Close()
		took, err := s.wait()
		if want := time.Second; err == nil || took != want {
			t.Errorf("Serve: got %v after %v, want an error after %v", err, took, want)
		}
	})
}

func TestPlanPanicsAtStart(t *testing.T) {
	for name, plan := range map[string]healthcheck.Plan{
		"step without Func":          {After: []healthcheck.Step{{Name: "flush"}}},
		"close without Func":         {Close: []healthcheck.Step{{Name: "db"}}},
		"admin server, no listener ": {Admin: &http.Server{}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got, ok := recover().(string); !ok || !strings.HasPrefix(got, "healthcheck: ") {
					t.Errorf("Serve: got panic %q, want a sentence from this package", got)
				}
			}()
			healthcheck.Serve(t.Context(), &http.Server{}, nil, plan)
		})
	}
}

// TestRequestsOfTheNoticeAreAnswered sends one every 100ms, each over a new
// connection, from well before the drain until the listener is closed.
func TestRequestsOfTheNoticeAreAnswered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.start()
		s.signal()
		synctest.Wait()
		for range 49 {
			<-time.After(100 * time.Millisecond)
			s.expect("in the notice", "http://app/", 200, true)
		}
		s.wait()
	})
}
