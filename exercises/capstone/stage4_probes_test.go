package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/exercises/check"
)

// Each probe has its own question, and they stand on the admin listener.
func TestStage4ProbesAnswer(t *testing.T) {
	r := launchRun(t, nil).run()
	judge := check.New(t, "day144_healthcheck/handler.go Probe.Live")
	for _, path := range []string{"/livez", "/healthz", "/readyz", "/startupz"} {
		judge.Run(path[1:], seen(stageRule{"a service in order is live, started and ready", ""}, "GET "+path, r.settledStatus(path), 200))
	}
	judge.Run("not_on_the_api", seen(stageRule{"probes are for the orchestrator: not where the public asks", "exercises/capstone/service.go Service"},
		"GET /readyz of the orders listener", clientAsk("GET", r.url("/readyz"), "").status, 404))
	judge.Run("nothing_else", seen(stageRule{"a path that nobody registered is not found: a probe that is misspelt must not be green", "exercises/capstone/service.go Service"},
		"GET /live of the admin listener", clientAsk("GET", r.adminURL("/live"), "").status, 404))
	got := clientAsk("GET", r.adminURL("/livez?verbose"), "").body
	judge.Run("worker_is_watched", holds(strings.Contains(got, "worker"), stageRule{"liveness watches the loop of the worker, by beats from inside it", "day144_healthcheck/heartbeat.go Heartbeat.Check"},
		"GET /livez?verbose", got, "a check of the worker"))
}

// settledStatus asks a probe until it says 200 or 404, and returns what it said last.
func (r *testRun) settledStatus(path string) (status int) {
	waitUntil(func() bool {
		status = clientAsk("GET", r.adminURL(path), "").status
		return status == 200 || status == 404
	})
	return status
}

// A worker whose loop does not come round must show, whatever else is running.
func TestStage4ProbesWatchTheLoop(t *testing.T) {
	r := launchRun(t, nil)
	r.svc.Hooks.Beat = func() {} // the loop hangs: no beat comes out of it
	r.run()
	got, began := 0, time.Now()
	waitUntil(func() bool {
		got = clientAsk("GET", r.adminURL("/startupz"), "").status
		return got == 200 || got == 404 || time.Since(began) > 1500*time.Millisecond
	})
	check.New(t, "day144_healthcheck/heartbeat.go Heartbeat.Beat").Run("no_beat",
		seen(stageRule{"the heart beats in s.Hooks.Beat, inside the worker's loop: a ticker beside it proves that the ticker runs", ""},
			"GET /startupz while the worker's loop hangs", got, 503))
}

// SIGTERM: red, still serving, then everything that was accepted gets done.
func TestStage4ProbesDrain(t *testing.T) {
	c := &otlpCollector{}
	srv := httptest.NewServer(c)
	defer srv.Close()
	r := launchRun(t, func(cfg *Config) { cfg.Notice, cfg.OTLP = 250*time.Millisecond, srv.URL }).run()
	judge := check.New(t, "day144_healthcheck/plan.go Plan")
	first := r.settledStatus("/readyz")
	judge.Run("ready", seen(stageRule{"a service in order is ready", "day144_healthcheck/handler.go Probe.Readyz"}, "GET /readyz", first, 200))
	if first != 200 {
		return
	}
	r.term()
	red := 0
	waitUntil(func() bool { red = clientAsk("GET", r.adminURL("/readyz"), "").status; return red != 200 })
	back := r.back.Load() // comes before the red
	_, live := r.place()
	status := clientAsk("GET", r.adminURL("/livez"), "").status
	r.lab.Faults.Set(0, 400*time.Millisecond) // the last order outlasts the notice
	_, last := r.place("traceparent", goodTraceparent)
	err := r.end()
	tests := []struct {
		name, call string
		got, want  any
		rule       stageRule
	}{
		{"red_first", "GET /readyz after SIGTERM", red, 503, stageRule{"readiness turns red at once, so that the balancer can act", "day144_healthcheck/probe.go Probe.Drain"}},
		{"second_signal", "s.Stop was called before readiness turned red", back, true, stageRule{"give the signals back first: whoever is done waiting must be able to kill with a second one", ""}},
		{"still_live", "GET /livez while draining", status, 200, stageRule{"liveness stays green: nobody may restart a process that drains", "day144_healthcheck/handler.go Probe.Live"}},
		{"still_serving", "POST /orders during the notice", live.status, 201, stageRule{"until the balancer knows, requests still come: go on serving", "day144_healthcheck/serve.go Serve"}},
		{"says_close", "its answer says Connection: close", live.closes, true, stageRule{"a kept connection knows of no balancer: each answer says that it is the last", "day144_healthcheck/goodbye.go goodbye"}},
		{"in_flight", "POST /orders that outlasts the notice", last.status, 201, stageRule{"a request under way is finished within the grace", "day144_healthcheck/drain.go drain.shutdown"}},
		{"clean", "error of the process", err, nil, stageRule{"a drain without losses ends without an error", "day144_healthcheck/serve.go Serve"}},
		{"all_packed", "orders packed when the process has ended", len(r.log.with("order packed")), 2, stageRule{"first the requests end, then the worker empties the queue", ""}},
		{"spans_flushed", "spans of the last order at the collector", c.count(goodTrace), orderSpans, stageRule{"telemetry is flushed after the worker, or the last spans are lost", ""}},
	}
	for _, tt := range tests {
		judge.Run(tt.name, seen(tt.rule, tt.call, tt.got, tt.want))
	}
}

// The steps of the drain have an order: a receipt that is still to be sent needs the payments service.
func TestStage4ProbesDrainInOrder(t *testing.T) {
	r := launchRun(t, nil)
	held := &heldReceipts{next: r.svc.Hooks.Transport, wait: make(chan struct{})}
	r.svc.Hooks.Transport = held
	r.run()
	judge := check.New(t, "exercises/capstone/service.go Service")
	judge.Run("ready", seen(stageRule{"a service in order is ready", "day144_healthcheck/handler.go Probe.Readyz"}, "GET /readyz", r.settledStatus("/readyz"), 200))
	id, _ := r.place()
	r.term()
	// Long enough for a drain that closes the payments service too early.
	time.AfterFunc(300*time.Millisecond, func() { close(held.wait) })
	r.end()
	got := r.log.with("receipt ", "sent", id)
	judge.Run("receipt", holds(len(got) == 1 && strings.Contains(got[0], `"receipt sent"`),
		stageRule{"s.Drains run in their order, each to its end: receipts need the payments service, so that one is closed last", ""},
		"SIGTERM while the receipt of order "+id+" is still to be sent", strings.Join(got, "\n"), "one line: receipt sent"))
}

// heldReceipts holds back each receipt until wait is closed.
type heldReceipts struct {
	next http.RoundTripper
	wait chan struct{}
}

func (h *heldReceipts) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/receipts" {
		<-h.wait
	}
	return h.next.RoundTrip(req)
}

// What does not end within the grace is cut and counted, and the exit says so.
func TestStage4ProbesCutALongRequest(t *testing.T) {
	r := launchRun(t, func(c *Config) { c.Grace = 100 * time.Millisecond }).run()
	r.lab.Faults.Set(0, 1500*time.Millisecond)
	got := make(chan clientAnswer)
	go func() { _, a := r.place(); got <- a }()
	waitUntil(func() bool { return len(r.log.with("order received")) > 0 })
	r.term()
	a, err := <-got, r.end()
	cut := stageRule{"past the grace requests are cut, and the process exits non-zero with their number", ""}
	judge := check.New(t, "day144_healthcheck/serve.go CutError")
	judge.Run("cut", seen(cut, "status of an order that takes 1.5s with a grace of 100ms", a.status, 0))
	var n int64 = -1
	var ce *healthcheck.CutError
	if errors.As(err, &ce) {
		n = ce.Requests
	}
	judge.Run("counted", seen(cut, fmt.Sprintf("requests cut according to the error %v", err), n, 1))
}
