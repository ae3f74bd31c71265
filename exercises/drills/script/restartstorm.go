package script

import (
	"fmt"
	"log/slog"
	"time"

	metrics "workbook/day142_metrics"
	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// What the liveness probe of orders is set to, and how a copy begins.
const (
	probePeriod  = 10 * time.Second
	probeTimeout = time.Second
	probeFails   = 3
	drain        = 15 * time.Second // of a copy that is told to end
	warmUp       = 45 * time.Second // of a copy that begins: it reads every open order out of Redis
)

// restartStorm is the night on which liveness asked Redis.
type restartStorm struct {
	*simulation.World
	gateway *simulation.Process
	orders  []*replica
	ping    *metrics.Gauge // seconds
	failed  window
}

// replica is one copy of orders.
type replica struct {
	*simulation.Process
	probe    time.Time // the next one
	failures int
	begun    time.Time // the last time
	warm     time.Time // when it is warmed up, and ready
}

// RestartStorm is drill 07. Redis is slow for 23 seconds, which fails nothing. But liveness asks Redis, so one copy is
// killed, and reads all of Redis when it starts; that is slow enough for the liveness of the others to fail, and so on
// without an end.
func RestartStorm() map[string]string {
	s := &restartStorm{World: simulation.New(7, time.Date(2026, 12, 15, 2, 8, 0, 0, time.UTC), 26*time.Minute)}
	s.failed.length = 5 * time.Minute
	s.gateway = s.Process("gateway", "gateway-1", .25, 1, 2.5)
	for i := range 4 {
		p := s.Process("orders", fmt.Sprintf("orders-%d", i+1), 1)
		s.orders = append(s.orders, &replica{Process: p, probe: s.Start.Add([]time.Duration{3, 9, 8, 7}[i] * time.Second)})
	}
	s.ping = s.Process("redis", "redis-1").Metrics.Gauge("redis_ping_seconds", "what an answer to PING takes")
	s.Event(s.Minute(3), "deploy", "orders 3.19.0: order history page")
	s.Event(s.Minute(12), "note", "redis: background save begins (every night at 02:20), and commands wait for the disk")
	s.Event(s.Minute(12).Add(25*time.Second), "note", "redis: background save ends")
	s.Event(s.Minute(19), "note", "node b-2: memory 78% used")
	s.Alert("OrdersBudgetBurn", time.Minute, func(at time.Time) bool {
		share, _ := s.failed.share(at)
		return share > .05
	})
	for at := s.Start; at.Before(s.End); at = at.Add(time.Second) {
		s.second(at)
	}
	return s.Files()
}

// second is what happens in one second.
func (s *restartStorm) second(at time.Time) {
	latency := 4 * time.Millisecond
	if !at.Before(s.Minute(12).Add(2*time.Second)) && at.Before(s.Minute(12).Add(25*time.Second)) {
		latency = 1300 * time.Millisecond
	}
	for _, r := range s.orders {
		if !at.Before(r.begun) && at.Before(r.warm) {
			latency += 1100 * time.Millisecond
		}
	}
	s.At(at, func() { s.ping.Set(latency.Seconds()) })
	for _, r := range s.orders {
		if !r.probe.After(at) {
			s.probe(r, at, latency)
		}
	}
	for range 8 {
		s.request(at.Add(s.Until(time.Second)), latency)
	}
}

// probe is one answer of /livez, and what the cluster does about it. A copy that warms up is not asked.
func (s *restartStorm) probe(r *replica, at time.Time, latency time.Duration) {
	r.probe = at.Add(probePeriod)
	switch {
	case !r.ready(at):
		return
	case latency <= probeTimeout:
		r.failures = 0
		return
	}
	r.failures++
	text := fmt.Sprintf("%s /livez failed, %d of %d: redis: no answer within 1s", r.Name, r.failures, probeFails)
	s.Event(at.Add(probeTimeout), "probe", text)
	if r.failures < probeFails {
		return
	}
	told := at.Add(probeTimeout)
	r.failures, r.begun, r.warm = 0, told.Add(drain), told.Add(drain+warmUp)
	s.Event(told, "probe", r.Name+" is restarted: not ready until it has drained, begun and warmed up")
	r.Restart(told.Add(drain-2*time.Second), 2*time.Second, nil)
	r.Log(r.begun, slog.LevelInfo, nil, "started", "version", "3.19.0")
	r.Log(r.warm, slog.LevelInfo, nil, "warmed up from redis", "orders", 41_000+s.Intn(900), "took", warmUp.String())
}

// ready is false from the moment at which a copy is told to end until it is warm again.
func (r *replica) ready(at time.Time) bool { return !at.Before(r.warm) }

// request comes to the gateway, which gives it to a copy that is warm. Redis is asked twice, and may be slow.
func (s *restartStorm) request(at time.Time, latency time.Duration) {
	method, route, good := "GET", "/orders/{id}", 200
	if s.OneIn(3) {
		method, route, good = "POST", "/orders", 201
	}
	var warm []*replica
	for _, r := range s.orders {
		if r.ready(at) {
			warm = append(warm, r)
		}
	}
	q := simulation.Request{At: at, Took: s.Around(2 * time.Millisecond), Method: method, Route: route, Status: 503}
	var to *replica
	if len(warm) > 0 {
		to = warm[s.Intn(len(warm))]
		q.Took, q.Status = s.Around(9*time.Millisecond)+s.Around(2*latency*3/4), good
	}
	s.gateway.Serve(q)
	if to != nil {
		to.Serve(q)
	}
	s.failed.add(q.End(), to == nil)
	if s.OneIn(110) {
		s.tell(q, to)
	}
}

// tell leaves lines and spans of one request in 110. to is nil when no copy was ready.
func (s *restartStorm) tell(q simulation.Request, to *replica) {
	tr := s.Trace()
	door := tr.Span(s.gateway, nil, tracecontext.KindServer, q.Method+" "+q.Route, q.At, q.Took)
	if to == nil {
		const why = "no upstream is ready"
		s.gateway.Log(q.End(), slog.LevelError, tr, "request failed", "route", q.Route, "status", 503, "err", why)
		simulation.Fail(door, why)
		tr.Export()
		return
	}
	half := q.Took / 2
	arrived, took := q.At.Add(time.Millisecond), q.Took-2*time.Millisecond
	inside := tr.Span(to.Process, door, tracecontext.KindServer, q.Method+" "+q.Route, arrived, took)
	tr.Span(to.Process, inside, tracecontext.KindClient, "redis GET", q.At.Add(2*time.Millisecond), half-2*time.Millisecond)
	tr.Span(to.Process, inside, tracecontext.KindClient, "redis SET", q.At.Add(half), half-4*time.Millisecond)
	to.Log(q.End(), slog.LevelInfo, tr, "answered", "route", q.Route, "status", q.Status, "took", q.Took.String())
	tr.Export()
}
