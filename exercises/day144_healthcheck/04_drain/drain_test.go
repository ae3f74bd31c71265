package drain_test

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	drain "workbook/exercises/day144_healthcheck/04_drain"
)

//go:embed drain.go testdata/stub/drain.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readReady    = "day144_healthcheck/facts.go facts.verdict"
	readAnnounce = "day144_healthcheck/drain.go drain.announce"
	readNotice   = "day144_healthcheck/drain.go drain.notice"
	readGoodbye  = "day144_healthcheck/goodbye.go lastWriter.sayGoodbye"
	readShutdown = "day144_healthcheck/drain.go drain.shutdown"
	readCut      = "day144_healthcheck/drain.go drain.cut"
	readRun      = "day144_healthcheck/drain.go drain.run"
)

func TestReadiness(t *testing.T) {
	judge := check.New(t, readReady)
	for _, tt := range []struct {
		name, call string
		do         func(*drain.Readiness)
		want, rule string
	}{
		{"zero", "nothing", func(r *drain.Readiness) {}, "503", "no result is not a good result: the zero value is not ready"},
		{"set", "Set(true)", func(r *drain.Readiness) { r.Set(true) }, "200", "checks that pass make it ready"},
		{"set_back", "Set(true), Set(false)", func(r *drain.Readiness) { r.Set(true); r.Set(false) }, "503", "checks that fail make it not ready"},
		{"drain", "Set(true), Drain()", func(r *drain.Readiness) { r.Set(true); r.Drain() }, "503", "a process that drains takes no more requests, however healthy it is"},
		{"late_check", "Set(true), Drain(), Set(true)", func(r *drain.Readiness) { r.Set(true); r.Drain(); r.Set(true) }, "503", "a check that was under way ends after Drain: its result must not undo it"},
		{"late_failure", "Set(true), Drain(), Set(false), Set(true)", func(r *drain.Readiness) { r.Set(true); r.Drain(); r.Set(false); r.Set(true) }, "503", "nothing undoes Drain"},
	} {
		judge.Run(tt.name, check.Case{Call: "GET /readyz after %s", Args: []any{tt.call}, Want: tt.want, Rule: tt.rule, Got: func() string {
			r := &drain.Readiness{}
			tt.do(r)
			return readyz(r)
		}})
	}
}

func readyz(r *drain.Readiness) string {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	return fmt.Sprint(w.Code)
}

func TestSetAndDrainAtOnce(t *testing.T) {
	const want = "each time 503"
	set := func(r *drain.Readiness) { r.Set(true) }
	red := func(r *drain.Readiness) string { return strings.TrimPrefix(readyz(r), "503") }
	judge := check.New(t, readReady)
	judge.Run("meeting", check.Case{
		Call: "GET /readyz after Set(true) and Drain() at the same moment, again and again", Want: want,
		Rule: "a check ends while Drain is called: to look whether it drains and to store the result are two steps, and Drain comes between them",
		Got: func() string {
			ready := &drain.Readiness{}
			ready.Set(true)
			if got := readyz(ready); got != "200" {
				return got + " after Set(true)"
			}
			fresh := func() *drain.Readiness { return &drain.Readiness{} }
			return cmp.Or(check.Collide(judge, 20_000, fresh, set, (*drain.Readiness).Drain, red), want)
		},
	})
}

// A serveCase is one run of Serve, in a bubble, with a client.
type serveCase struct {
	name, call string
	do         func(*service) string
	want       string
	read, rule string
}

func runServe(t *testing.T, tests []serveCase) {
	t.Helper()
	judge := check.New(t, readRun)
	for _, tt := range tests {
		judge.Bubble(tt.name, check.Case{Call: tt.call, Want: tt.want, Rule: tt.rule, Read: tt.read, Got: func() string {
			s := newService()
			defer s.stop()
			return tt.do(s)
		}})
	}
}

func TestNotice(t *testing.T) {
	runServe(t, []serveCase{
		{"before", "GET / before the signal", func(s *service) string { return s.get("/") }, "200", readRun, "serve first"},
		{"red_at_once", "GET /readyz right after the signal", func(s *service) string {
			s.signal()
			return readyz(s.ready)
		}, "503", readAnnounce, "tell the balancer before anything else: it needs the whole notice to see it"},
		{"red_for_good", "GET /readyz in the notice, after Set(true)", func(s *service) string {
			s.signal()
			<-time.After(notice / 2)
			s.ready.Set(true)
			return readyz(s.ready)
		}, "503", readAnnounce, "checks go on in the notice, and pass: red must stay red from the signal on"},
		{"still_serving", "GET / over a new connection, at the end of the notice", func(s *service) string {
			s.signal()
			<-time.After(notice - 5*delay) // so that it arrives in time
			status, _, _ := strings.Cut(s.get("/"), ", Connection")
			return status
		}, "200", readNotice, "the balancer still sends requests until it has seen red: go on serving until the notice is over"},
		{"no_close_crosses_a_request", "POST / over an idle connection, sent in the moment of the signal", func(s *service) string {
			s.post(0)
			s.signal()
			status, _, _ := strings.Cut(s.post(0), ", Connection")
			return status
		}, "201", readGoodbye, "do not close idle connections: a request may be on its way, and nobody may repeat a POST"},
	})
}

func TestGoodbye(t *testing.T) {
	runServe(t, []serveCase{
		{"kept_connection", "GET / in the notice, over a connection kept from before", func(s *service) string {
			s.get("/")
			s.signal()
			<-time.After(time.Second)
			return s.get("/")
		}, "200, Connection: close", readGoodbye, "a connection that is kept alive ends without a race in one way only: the response says that it is the last"},
		{"in_flight", "a POST that came before the signal and is answered 2s after it", func(s *service) string {
			answer := s.start(3 * time.Second)
			<-time.After(time.Second)
			s.signal()
			return <-answer
		}, "201, Connection: close", readGoodbye, "look at the flag when the header is written: a request that came before the signal is answered after it, and its connection must end too"},
		{"writes_nothing", "the same, and the handler writes neither header nor body", func(s *service) string {
			answer := s.start(3*time.Second + time.Millisecond)
			<-time.After(time.Second)
			s.signal()
			return <-answer
		}, "200, Connection: close", readGoodbye, "a handler that writes nothing is answered too, by net/http when it returns"},
		{"not_before", "GET / twice before the signal, the connections opened, and 200 in the notice", func(s *service) string {
			first, second := s.get("/"), s.get("/")
			opened := len(s.listener.ends) / 4
			s.signal()
			third, _, _ := strings.Cut(s.get("/"), ", Connection")
			return fmt.Sprintf("%s, %s, %d, %s", first, second, opened, third)
		}, "200, 200, 1, 200", readGoodbye, "before the signal connections are kept: a new one for each request is slow"},
	})
}

func TestGrace(t *testing.T) {
	runServe(t, []serveCase{
		{"in_flight", "a request in flight, ended 2s before the grace is over", func(s *service) string {
			answer := s.start(notice + grace - 2*time.Second)
			s.signal()
			status, _, _ := strings.Cut(<-answer, ", Connection")
			return status
		}, "201", readShutdown, "Shutdown waits for requests in flight, under a deadline of its own: the signal's context is done already"},
		{"too_long", "Serve, with a request that would take an hour", func(s *service) string {
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
		}, "an error, after the grace", readCut, "past the grace, close: the kill comes anyway, and the exit status must say that something was cut"},
		{"is_cut", "a request that would take an hour, a second after Serve has returned", func(s *service) string {
			answer := s.start(time.Hour)
			if len(answer) > 0 {
				return <-answer + ", before the signal"
			}
			s.signal()
			s.end()
			select {
			case a := <-answer:
				return a
			case <-time.After(time.Second):
				return "still waiting"
			}
		}, "no answer", readCut, "Shutdown past its deadline gives up waiting, and cuts nothing: Close does"},
	})
}

func TestEnd(t *testing.T) {
	runServe(t, []serveCase{
		{"serve_returns_last", "what happens, in order", func(s *service) string {
			s.start(notice + 3*time.Second)
			s.signal()
			s.end()
			return s.happened()
		}, "request answered, After, Serve returns", readRun, "http.Server.Serve returns when Shutdown begins: wait for Shutdown itself. What requests use is closed when the last one has its answer"},
		{"after_has_time", "the context that After gets", func(s *service) string {
			s.signal()
			s.end()
			return s.afterContext
		}, "not done", readRun, "After flushes and closes over the network: under a context that is done it could do nothing"},
		{"after_follows_a_cut", "what happens, in order, with a request that would take an hour", func(s *service) string {
			s.start(time.Hour)
			s.signal()
			s.end()
			return s.happened()
		}, "request cut, After, Serve returns", readCut, "cut first, then After: it closes what the request still uses. And a cut request is no reason to lose what is queued and unflushed too"},
		{"after_has_time_behind_a_cut", "the context that After gets when the grace was used up", func(s *service) string {
			s.start(time.Hour)
			s.signal()
			s.end()
			return s.afterContext
		}, "not done", readRun, "what the requests used up is not taken from After: a queue still has to be saved"},
		{"after_error", "Serve, with an After that fails, nothing in flight", func(s *service) string {
			s.afterErr = errors.New("2 messages lost")
			s.signal()
			return fmt.Sprint(s.end())
		}, "2 messages lost", readRun, "what After could not save is for the log and the exit status"},
		{"both_errors", "Serve, with a request that was cut and an After that fails", func(s *service) string {
			s.afterErr = errors.New("2 messages lost")
			s.start(time.Hour)
			s.signal()
			err := s.end()
			switch {
			case err == nil:
				return "nil"
			case !strings.Contains(err.Error(), s.afterErr.Error()):
				return "the cut alone: " + err.Error()
			case err.Error() == s.afterErr.Error():
				return "After's alone: " + err.Error()
			}
			return "both errors"
		}, "both errors", readRun, "two things went wrong: the first must not hide the second"},
		{"clean_is_nil", "Serve, nothing in flight, and how often After ran", func(s *service) string {
			s.signal()
			return fmt.Sprintf("%v, %d", s.end(), s.afters)
		}, "<nil>, 1", readRun, "a clean drain is a success: http.ErrServerClosed is how Serve ends, not an error"},
	})
}
