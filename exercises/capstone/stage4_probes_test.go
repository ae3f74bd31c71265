package main

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// Each probe has its own question, and they stand on the admin listener.
func TestStage4ProbesAnswer(t *testing.T) {
	r := launch(t, nil).run()
	for _, path := range []string{"/livez", "/healthz", "/readyz", "/startupz"} {
		t.Run(path[1:], func(t *testing.T) {
			got := 0
			soon(func() bool { got = ask("GET", r.adminURL(path), "").status; return got == 200 || got == 404 })
			check(t, rule{"a service in order is live, started and ready", "day144_healthcheck/handler.go"}, "GET "+path, got, 200)
		})
	}
	t.Run("not_on_the_api", func(t *testing.T) {
		check(t, rule{"probes are for the orchestrator: not where the public asks", "day144_healthcheck/plan.go"},
			"GET /readyz of the orders listener", ask("GET", r.url("/readyz"), "").status, 404)
	})
	t.Run("worker_is_watched", func(t *testing.T) {
		got := ask("GET", r.adminURL("/livez?verbose"), "").body
		if !strings.Contains(got, "worker") {
			report(t, rule{"liveness watches the loop of the worker, by beats from inside it", "day144_healthcheck/heartbeat.go"}, "GET /livez?verbose", got, "a check of the worker")
		}
	})
}

// A worker whose loop does not come round must show, whatever else is running.
func TestStage4ProbesWatchTheLoop(t *testing.T) {
	r := launch(t, nil)
	r.svc.Hooks.Beat = func() {} // the loop hangs: no beat comes out of it
	r.run()
	got, began := 0, time.Now()
	soon(func() bool {
		got = ask("GET", r.adminURL("/startupz"), "").status
		return got == 200 || got == 404 || time.Since(began) > 1500*time.Millisecond
	})
	check(t, rule{"the heart beats in s.Hooks.Beat, inside the worker's loop: a ticker beside it proves that the ticker runs", "day144_healthcheck/heartbeat.go"},
		"GET /startupz while the worker's loop hangs", got, 503)
}

// SIGTERM: red, still serving, then everything that was accepted gets done.
func TestStage4ProbesDrain(t *testing.T) {
	c := &collector{}
	srv := httptest.NewServer(c)
	defer srv.Close()
	r := launch(t, func(cfg *Config) { cfg.Notice, cfg.OTLP = 250*time.Millisecond, srv.URL }).run()
	first := 0
	soon(func() bool { first = ask("GET", r.adminURL("/readyz"), "").status; return first == 200 || first == 404 })
	if first != 200 {
		report(t, rule{"a service in order is ready", "day144_healthcheck/probe.go"}, "GET /readyz", fmt.Sprint(first), "200")
		return
	}
	r.term()
	red := 0
	soon(func() bool { red = ask("GET", r.adminURL("/readyz"), "").status; return red != 200 })
	back := r.back.Load() // comes before the red
	_, live := r.place()
	status := ask("GET", r.adminURL("/livez"), "").status
	r.lab.Faults.Set(0, 400*time.Millisecond) // the last order outlasts the notice
	_, last := r.place("traceparent", traceparent)
	err := r.end()
	for _, x := range []struct {
		name, call string
		got, want  any
		rule       rule
	}{
		{"red_first", "GET /readyz after SIGTERM", red, 503, rule{"readiness turns red at once, so that the balancer can act", "day144_healthcheck/drain.go"}},
		{"second_signal", "s.Stop was called before readiness turned red", back, true, rule{"give the signals back first: whoever is done waiting must be able to kill with a second one", "day144_healthcheck/plan.go"}},
		{"still_live", "GET /livez while draining", status, 200, rule{"liveness stays green: nobody may restart a process that drains", "day144_healthcheck/probe.go"}},
		{"still_serving", "POST /orders during the notice", live.status, 201, rule{"until the balancer knows, requests still come: go on serving", "day144_healthcheck/serve.go"}},
		{"says_close", "its answer says Connection: close", live.closes, true, rule{"a kept connection knows of no balancer: each answer says that it is the last", "day144_healthcheck/goodbye.go"}},
		{"in_flight", "POST /orders that outlasts the notice", last.status, 201, rule{"a request under way is finished within the grace", "day144_healthcheck/drain.go"}},
		{"clean", "error of the process", err, nil, rule{"a drain without losses ends without an error", "day144_healthcheck/serve.go"}},
		{"all_packed", "orders packed when the process has ended", len(r.log.with("order packed")), 2, rule{"first the requests end, then the worker empties the queue", "day144_healthcheck/plan.go"}},
		{"spans_flushed", "spans of the last order at the collector", c.count(inTrace), orderSpans, rule{"telemetry is flushed after the worker, or the last spans are lost", "day144_healthcheck/plan.go"}},
	} {
		t.Run(x.name, func(t *testing.T) { check(t, x.rule, x.call, x.got, x.want) })
	}
}

// What does not end within the grace is cut and counted, and the exit says so.
func TestStage4ProbesCutALongRequest(t *testing.T) {
	r := launch(t, func(c *Config) { c.Grace = 100 * time.Millisecond }).run()
	r.lab.Faults.Set(0, 1500*time.Millisecond)
	got := make(chan answer)
	go func() { _, a := r.place(); got <- a }()
	soon(func() bool { return len(r.log.with("order received")) > 0 })
	r.term()
	a, err := <-got, r.end()
	cut := rule{"past the grace requests are cut, and the process exits non-zero with their number", "day144_healthcheck/serve.go"}
	check(t, cut, "status of an order that takes 1.5s with a grace of 100ms", a.status, 0)
	var n int64 = -1
	var ce *healthcheck.CutError
	if errors.As(err, &ce) {
		n = ce.Requests
	}
	check(t, cut, fmt.Sprintf("requests cut according to the error %v", err), n, 1)
}
