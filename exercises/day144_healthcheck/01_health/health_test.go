package health

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

var (
	good    = Result{Name: "db", Known: true}
	bad     = Result{Name: "redis", Known: true, Err: errors.New("dial tcp 10.0.0.7:6379: WRONGPASS hunter2")}
	untried = Result{Name: "queue"}
	primed  = Result{Name: "queue", Err: errors.New("not asked yet")} // filled in before the first result
)

func service(alive bool, results ...Result) *Service {
	return &Service{Alive: func() bool { return alive }, Results: func() []Result { return results }}
}

func TestHealthz(t *testing.T) {
	cases := []struct {
		name, call string
		service    *Service
		want, rule string
	}{
		{"alive", "all is well", service(true, good), `200 "ok\n"`, "a process whose loop turns is alive"},
		{"stuck", "the loop hangs, the dependencies are fine", service(false, good), `503 "stuck\n"`, "a loop that hangs is what a restart cures: the status must say so"},
		{"database_down", "the loop turns, redis is down", service(true, good, bad), `200 "ok\n"`, "a restart does not repair a dependency; it turns its outage into yours, on every replica at once"},
		{"starting", "the loop turns, queue has no result yet", service(true, untried), `200 "ok\n"`, "a process that is starting is not dead: restarted, it would start for ever"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, "GET /healthz, "+c.call, c.want, c.rule, func() string { return answer(c.service.Healthz, "GET") })
		})
	}
}

func TestReadyz(t *testing.T) {
	cases := []struct {
		name, call string
		results    []Result
		want, rule string
	}{
		{"all_pass", "db passes", []Result{good}, `200 "ready\n"`, "every check has passed: send requests"},
		{"no_checks", "no dependencies", nil, `200 "ready\n"`, "a service that needs nothing is ready"},
		{"one_fails", "db passes, redis fails", []Result{good, bad}, `503 "not ready\nredis: failing\n"`, "the status is the verdict: probers read no bodies. The body names the check and never its error, which holds addresses and passwords"},
		{"first_fails", "redis fails, db passes", []Result{bad, good}, `503 "not ready\nredis: failing\n"`, "one red check is enough, wherever it stands"},
		{"no_result_yet", "queue has no result", []Result{good, untried}, `503 "not ready\nqueue: unknown\n"`, "no result is not a good result"},
		{"error_before_the_first_result", "queue has no result, and Err is set", []Result{good, primed}, `503 "not ready\nqueue: unknown\n"`, "without a result Err means nothing: look at Known first, or a check that has not been asked is said to fail"},
		{"fixed_order", "redis fails, queue has no result", []Result{bad, good, untried}, `503 "not ready\nredis: failing\nqueue: unknown\n"`, "list what is at fault in the order of Results, so that two answers can be compared"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, "GET /readyz, "+c.call, c.want, c.rule, func() string { return answer(service(true, c.results...).Readyz, "GET") })
		})
	}
}

func TestLoopDoesNotDecideReadiness(t *testing.T) {
	t.Run("stuck_and_dependencies_fine", func(t *testing.T) {
		check(t, "GET /readyz, the loop hangs, db passes", `200 "ready\n"`, "two questions, two answers: readiness is about the dependencies here", func() string {
			return answer(service(false, good).Readyz, "GET")
		})
	})
}

func TestCaching(t *testing.T) {
	for name, results := range map[string][]Result{"green": {good}, "red": {bad}} {
		for endpoint, handler := range map[string]http.HandlerFunc{
			"healthz": service(true, results...).Healthz, "readyz": service(true, results...).Readyz,
		} {
			t.Run(endpoint+"_"+name, func(t *testing.T) {
				check(t, "Cache-Control of /"+endpoint+", "+name, `"no-store"`, "an answer from a cache is about the past: say Cache-Control: no-store, and before the status, with which the headers leave", func() string {
					return fmt.Sprintf("%q", record(handler, "GET").Result().Header.Get("Cache-Control"))
				})
			})
		}
	}
}

func TestMethods(t *testing.T) {
	green, red := service(true, good), service(false, bad)
	for _, c := range []struct {
		endpoint   string
		green, red http.HandlerFunc
	}{{"healthz", green.Healthz, red.Healthz}, {"readyz", green.Readyz, red.Readyz}} {
		t.Run(c.endpoint+"_HEAD", func(t *testing.T) {
			check(t, "HEAD /"+c.endpoint, `200 ""`, "HEAD has the status of GET and no body", func() string { return answer(c.green, "HEAD") })
		})
		t.Run(c.endpoint+"_HEAD_red", func(t *testing.T) {
			check(t, "HEAD /"+c.endpoint+", red", `503 ""`, "HEAD has the status of GET: whoever asks with HEAD sees nothing else", func() string { return answer(c.red, "HEAD") })
		})
		for _, method := range []string{"POST", "DELETE"} {
			t.Run(c.endpoint+"_"+method, func(t *testing.T) {
				check(t, method+" /"+c.endpoint, `405, Allow "GET, HEAD"`, "a probe changes nothing: refuse every other method with 405 and say which are allowed", func() string {
					w := record(c.green, method)
					return fmt.Sprintf("%d, Allow %q", w.Code, w.Result().Header.Get("Allow"))
				})
			})
		}
	}
}

// record keeps the headers as they were sent in Result: one that is set after
// the status is not among them, as on the wire.
func record(h http.HandlerFunc, method string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h(w, httptest.NewRequest(method, "/", nil))
	return w
}

// answer is status and body.
func answer(h http.HandlerFunc, method string) string {
	w := record(h, method)
	return fmt.Sprintf("%d %q", w.Code, w.Body.String())
}

// check reports a wrong answer, a panic, or none in time.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	done := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Sprintf("panic: %v", p)
			}
		}()
		done <- f()
	}()
	got := "no answer within 5 s"
	select {
	case got = <-done:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day144_healthcheck/facts.go\n    edit: exercises/day144_healthcheck/01_health/health.go", call, got, want, rule)
	}
}
