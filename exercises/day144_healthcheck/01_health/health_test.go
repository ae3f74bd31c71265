package health_test

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"workbook/exercises/check"
	health "workbook/exercises/day144_healthcheck/01_health"
	"workbook/exercises/oracle"
)

//go:embed health.go testdata/stub/health.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readVerdict = "day144_healthcheck/facts.go facts.verdict"
	readLive    = "day144_healthcheck/facts.go facts.about"
	readBody    = "day144_healthcheck/snapshot.go appendText"
	readAnswer  = "day144_healthcheck/handler.go Probe.answer"
)

var (
	good    = health.Result{Name: "db", Known: true}
	bad     = health.Result{Name: "redis", Known: true, Err: errors.New("dial tcp 10.0.0.7:6379: WRONGPASS hunter2")}
	untried = health.Result{Name: "queue"}
	primed  = health.Result{Name: "queue", Err: errors.New("not asked yet")} // filled in before the first result
)

// A request and what the service is like when it comes.
type request struct {
	alive        bool
	results      []health.Result
	method, path string
}

// send makes the requests in turn of one Service, and writes the answers.
func send(requests ...request) string {
	var now request
	s := &health.Service{Alive: func() bool { return now.alive }, Results: func() []health.Result { return now.results }}
	var answers []string
	for _, request := range requests {
		now = request
		handler := s.Readyz
		if now.path == "/healthz" {
			handler = s.Healthz
		}
		w := httptest.NewRecorder()
		handler(w, httptest.NewRequest(now.method, now.path, nil))
		// Result has the headers that were sent: one set behind the status is not among them.
		answers = append(answers, answer(w.Code, w.Result().Header.Get("Cache-Control"), w.Result().Header.Values("Allow"), w.Body.String()))
	}
	return strings.Join(answers, "\n")
}

// answer writes what counts: the body of a 405 does not.
func answer(code int, cache string, allow []string, body string) string {
	if code == http.StatusMethodNotAllowed {
		return fmt.Sprintf("405, Cache-Control %q, Allow %q", cache, strings.Join(allow, ", "))
	}
	return fmt.Sprintf("%d, Cache-Control %q, body %q", code, cache, body)
}

// wanted is the rule: what the first and only Service of these requests answers.
func wanted(requests ...request) string {
	var answers []string
	for _, r := range requests {
		code, body := 200, "ready\n"
		for _, result := range r.results {
			switch {
			case !result.Known:
				body += result.Name + ": unknown\n"
			case result.Err != nil:
				body += result.Name + ": failing\n"
			}
		}
		if body != "ready\n" {
			code, body = 503, "not "+body
		}
		if r.path == "/healthz" {
			code, body = 200, "ok\n"
		}
		if r.path == "/healthz" && !r.alive {
			code, body = 503, "stuck\n"
		}
		if r.method == "HEAD" {
			body = ""
		}
		if r.method != "GET" && r.method != "HEAD" {
			code = 405
		}
		answers = append(answers, answer(code, "no-store", []string{"GET", "HEAD"}, body))
	}
	return strings.Join(answers, "\n")
}

func (r request) String() string {
	var results []string
	for _, result := range r.results {
		state := "passes"
		switch {
		case !result.Known && result.Err != nil:
			state = "has no result yet, and Err is set"
		case !result.Known:
			state = "has no result yet"
		case result.Err != nil:
			state = "fails"
		}
		results = append(results, fmt.Sprintf("%s %s", result.Name, state))
	}
	return fmt.Sprintf("%s %s: Alive %v, Results [%s]", r.method, r.path, r.alive, strings.Join(results, ", "))
}

type healthCase struct {
	name  string
	alive bool
	got   []health.Result
	rule  string
}

func runCases(t *testing.T, path, read string, tests []healthCase) {
	t.Helper()
	judge := check.New(t, read)
	for _, tt := range tests {
		r := request{tt.alive, tt.got, "GET", path}
		judge.Run(tt.name, check.Case{Call: "%v", Args: []any{r}, Got: func() string { return send(r) }, Want: wanted(r), Rule: tt.rule})
	}
}

func TestHealthz(t *testing.T) {
	runCases(t, "/healthz", readLive, []healthCase{
		{"alive", true, []health.Result{good}, "a process whose loop turns is alive: 200 and ok"},
		{"stuck", false, []health.Result{good}, "a loop that hangs is what a restart cures: the status must say so"},
		{"database_down", true, []health.Result{good, bad}, "a restart does not repair a dependency; it turns its outage into yours, on every replica at once"},
		{"starting", true, []health.Result{untried}, "a process that is starting is not dead: restarted, it would start for ever"},
	})
}

func TestReadyz(t *testing.T) {
	runCases(t, "/readyz", readVerdict, []healthCase{
		{"all_pass", true, []health.Result{good}, "every check has passed: send requests"},
		{"no_checks", true, nil, "a service that needs nothing is ready"},
		{"one_fails", true, []health.Result{good, bad}, "the status is the verdict: probers read no bodies. The body names the check and never its error, which holds addresses and passwords"},
		{"first_fails", true, []health.Result{bad, good}, "one red check is enough, wherever it stands"},
		{"no_result_yet", true, []health.Result{good, untried}, "no result is not a good result"},
		{"error_before_the_first_result", true, []health.Result{good, primed}, "without a result Err means nothing: look at Known first, or a check that has not been asked is said to fail"},
		{"fixed_order", true, []health.Result{bad, good, untried}, "list what is at fault in the order of Results, so that two answers can be compared"},
		{"two_of_one_kind", true, []health.Result{bad, untried, bad}, "every check at fault has its line"},
	})
}

func TestLoopDoesNotDecideReadiness(t *testing.T) {
	runCases(t, "/readyz", readVerdict, []healthCase{
		{"stuck_and_dependencies_fine", false, []health.Result{good}, "two questions, two answers: readiness is about the dependencies here"},
	})
}

func TestMethods(t *testing.T) {
	judge := check.New(t, readAnswer)
	for _, path := range []string{"/healthz", "/readyz"} {
		for _, tt := range []struct {
			method string
			green  bool
			rule   string
		}{
			{"HEAD", true, "HEAD has the status of GET and no body"},
			{"HEAD", false, "HEAD has the status of GET: whoever asks with HEAD sees nothing else"},
			{"POST", true, "a probe changes nothing: refuse every other method with 405 and say which are allowed"},
			{"DELETE", true, "refuse every other method: a list of what is refused forgets one"},
			{"OPTIONS", true, "refuse every other method: a list of what is refused forgets one"},
			{"PUT", false, "405 is about the request: it does not depend on whether the service is well"},
			{"TRACE", true, "refuse every other method: a list of what is refused forgets one"},
			{"get", true, "methods are case-sensitive (RFC 9110, section 9.1): get is another method than GET"},
		} {
			r := request{tt.green, []health.Result{good}, tt.method, path}
			if !tt.green {
				r.results = []health.Result{bad}
			}
			judge.Run(fmt.Sprint(strings.Trim(path, "/"), "_", tt.method, map[bool]string{true: "", false: "_red"}[tt.green]),
				check.Case{Call: "%v", Args: []any{r}, Got: func() string { return send(r) }, Want: wanted(r), Rule: tt.rule})
		}
	}
}

// Whatever comes, one after the other: each request is answered by what is so now.
func TestOracle(t *testing.T) {
	check.New(t, readVerdict).Oracle(3000, func(d *oracle.Draw) check.Case {
		requests := append([]request{drawRequest(d)}, oracle.List(d, 3, func() request { return drawRequest(d) })...)
		return check.Case{
			Call: "of one Service, in turn\n%s", Args: []any{lines(requests)},
			Got: func() string { return send(requests...) }, Want: wanted(requests...),
			Rule: "each request is answered by what is so when it comes: status, body and headers follow from Alive or from Results alone",
		}
	})
}

func lines(requests []request) string {
	var all []string
	for _, r := range requests {
		all = append(all, "    "+r.String())
	}
	return strings.Join(all, "\n")
}

func drawRequest(d *oracle.Draw) request {
	return request{
		path:   oracle.Pick(d, "/readyz", "/healthz"),
		method: oracle.Pick(d, "GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "head"),
		alive:  !d.Bool(),
		results: oracle.List(d, 4, func() health.Result {
			return oracle.Pick(d, good, bad, untried, primed,
				health.Result{Name: "cache", Known: true, Err: errors.New("")}, health.Result{Name: "db", Known: true, Err: context.DeadlineExceeded},
				health.Result{Name: "db", Known: true, Err: errors.New("dial tcp 10.0.0.7:5432: connect: connection refused")}, health.Result{Name: "db", Err: io.EOF}, health.Result{Name: "redis", Known: true}, health.Result{Name: "100%s", Known: true, Err: errors.New("x")})
		}),
	}
}
