package script

import (
	"fmt"
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// What the balancer does. It asks /readyz of each copy, and takes one out after some failures in a row.
const (
	readyPeriod = 5 * time.Second
	readyFails  = 2
	backIn      = 26 * time.Second // after SIGTERM: a new copy has begun, and is in the balancer
)

// everyDeploy is the day on which each rollout lost some orders.
type everyDeploy struct {
	*simulation.World
	gateway *simulation.Process
	orders  []*draining
	failed  window
}

// draining is a copy of orders with its rollouts.
type draining struct {
	*simulation.Process
	asked time.Duration // the phase of its probe
	ends  []time.Time   // SIGTERM, once a rollout
}

// EveryDeploy is drill 08. On SIGTERM a copy answers not ready and stops to listen in the same second. The balancer needs
// two failed probes, up to 10 s, to take it out, and sends it requests until then. What can be repeated is repeated; a
// POST is not.
func EveryDeploy() map[string]string {
	s := &everyDeploy{World: simulation.New(8, time.Date(2026, 12, 17, 14, 0, 0, 0, time.UTC), 36*time.Minute)}
	s.failed.length = 5 * time.Minute
	s.gateway = s.Process("gateway", "gateway-1", .1)
	for i, phase := range []time.Duration{1800, 4100, 200} {
		p := s.Process("orders", fmt.Sprintf("orders-%d", i+1), .1)
		s.orders = append(s.orders, &draining{Process: p, asked: phase * time.Millisecond})
	}
	s.rollout(4, "orders 3.20.0: gift cards")
	s.rollout(16, "orders 3.20.1: gift cards, texts")
	s.Event(s.Minute(24), "deploy", "payments 2.9.6")
	s.rollout(28, "orders 3.20.2: gift cards, colours")
	s.Event(s.Minute(13), "note", "gateway: TLS certificate renewed")
	s.Alert("OrdersErrors", 0, func(at time.Time) bool {
		share, _ := s.failed.share(at)
		return share > .0015
	})
	arrivals(s.World, s.Start, s.End, 130*time.Millisecond, s.request)
	scanner(s.World, s.gateway, s.Minute(15), s.Minute(17))
	return s.Files()
}

// rollout replaces one copy after the other, a minute apart.
func (s *everyDeploy) rollout(minute int, what string) {
	s.Event(s.Minute(minute), "deploy", what)
	for i, r := range s.orders {
		at := s.Minute(minute + i).Add(10 * time.Second)
		r.ends = append(r.ends, at)
		r.Log(at, slog.LevelInfo, nil, "signal", "signal", "terminated")
		r.Log(at, slog.LevelInfo, nil, "not ready any more")
		r.Log(at.Add(2*time.Millisecond), slog.LevelInfo, nil, "listener closed", "open_requests", s.Intn(2))
		r.Log(at.Add(300*time.Millisecond), slog.LevelInfo, nil, "ended", "in_time", true)
		r.Restart(at.Add(300*time.Millisecond), 12*time.Second, nil)
		r.Log(at.Add(13*time.Second), slog.LevelInfo, nil, "started")
		s.Event(s.outAt(r, at), "probe", r.Name+" /readyz failed 2 times: taken out of the balancer")
		s.Event(at.Add(backIn), "probe", r.Name+" /readyz 200: put into the balancer")
	}
}

// outAt is when the balancer has seen enough failed probes of a copy that ends.
func (s *everyDeploy) outAt(r *draining, ends time.Time) time.Time {
	since := (ends.Sub(s.Start) - r.asked) % readyPeriod
	return ends.Add(readyPeriod - since).Add((readyFails - 1) * readyPeriod)
}

// state says whether the balancer sends requests to a copy, and whether the copy takes them.
func (s *everyDeploy) state(r *draining, at time.Time) (sent, taken bool) {
	for _, end := range r.ends {
		if !at.Before(end) && at.Before(end.Add(backIn)) {
			return at.Before(s.outAt(r, end)), false
		}
	}
	return true, true
}

// request comes to the gateway. One that its copy does not take fails, or goes to another copy when it can be repeated.
func (s *everyDeploy) request(at time.Time) {
	q := simulation.Request{At: at, Took: s.Around(9 * time.Millisecond), Method: "GET", Route: "/orders/{id}", Status: 200}
	if s.OneIn(4) {
		q.Method, q.Route, q.Status, q.Took = "POST", "/orders", 201, s.Around(40*time.Millisecond)
	}
	var in []*draining
	for _, r := range s.orders {
		if sent, _ := s.state(r, at); sent {
			in = append(in, r)
		}
	}
	to := in[s.Intn(len(in))]
	_, taken := s.state(to, at)
	lost := !taken && q.Method == "POST"
	if lost {
		q.Took, q.Status = s.Around(2*time.Millisecond), 502
	}
	s.gateway.Serve(q)
	s.failed.add(q.End(), lost)
	if taken {
		to.Serve(q)
	}
	if lost || !taken && s.OneIn(3) || s.OneIn(420) {
		s.tell(q, to, taken)
	}
}

// tell leaves lines and spans: of all that were not taken and could not be repeated, and of some others.
func (s *everyDeploy) tell(q simulation.Request, to *draining, taken bool) {
	tr := s.Trace()
	door := tr.Span(s.gateway, nil, tracecontext.KindServer, q.Method+" "+q.Route, q.At, q.Took)
	call := tr.Span(s.gateway, door, tracecontext.KindClient, q.Method, q.At.Add(time.Millisecond), q.Took-time.Millisecond,
		slog.String("upstream", to.Name))
	switch {
	case q.Status == 502:
		s.gateway.Log(q.End(), slog.LevelError, tr, "request failed", "method", q.Method, "status", 502,
			"upstream", to.Name, "err", []string{"EOF", "connection refused", "connection refused"}[s.Intn(3)])
		simulation.Fail(call, "connection")
		simulation.Fail(door, "502")
	case !taken:
		s.gateway.Log(q.End(), slog.LevelWarn, tr, "repeated on another copy", "method", q.Method, "status", q.Status,
			"upstream", to.Name)
	default:
		to.Log(q.End(), slog.LevelInfo, tr, "answered", "method", q.Method, "status", q.Status)
		arrived, took := q.At.Add(2*time.Millisecond), q.Took-3*time.Millisecond
		tr.Span(to.Process, call, tracecontext.KindServer, q.Method+" "+q.Route, arrived, took)
	}
	tr.Export()
}
