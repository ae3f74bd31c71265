package script

import (
	"log/slog"
	"time"

	metrics "workbook/day142_metrics"
	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// silentQueue is the morning on which the worker listened to a Redis that was no longer there.
type silentQueue struct {
	*simulation.World
	orders   []*simulation.Process
	worker   *simulation.Process
	packed   *metrics.Counter
	panicked *metrics.Counter
	failover time.Time
}

// SilentQueue is drill 03. When Redis fails over, both copies of orders lose their connections, see it and dial again.
// The worker was waiting for an answer without a deadline, on a connection whose other end has vanished, and goes on
// waiting. At the door everything is well.
func SilentQueue() map[string]string {
	s := &silentQueue{World: simulation.New(3, time.Date(2026, 12, 4, 9, 4, 0, 0, time.UTC), 38*time.Minute)}
	s.failover = s.Minute(14).Add(20 * time.Second)
	for _, name := range []string{"orders-1", "orders-2"} {
		s.orders = append(s.orders, s.Process("orders", name, .1, .5))
	}
	s.worker = s.Process("worker", "worker-1")
	s.packed = s.worker.Metrics.Counter("worker_packed_total", "orders packed")
	s.panicked = s.worker.Metrics.Counter("worker_panics_total", "orders that could not be packed")
	s.events()
	arrivals(s.World, s.Start, s.End, 800*time.Millisecond, s.place)
	arrivals(s.World, s.Start, s.End, 500*time.Millisecond, s.read)
	scanner(s.World, s.orders[0], s.Minute(27), s.Minute(29))
	return s.Files()
}

func (s *silentQueue) events() {
	s.Event(s.Minute(6), "deploy", "worker: flag gift_wrapping on")
	s.Event(s.failover, "note", "redis: planned failover to the second node, 2 s")
	s.Event(s.Minute(24), "note", "payments: latency up for five minutes, their side")
	s.Event(s.Minute(32), "note", "support: a customer asks why the order of 09:21 is not confirmed; it used to take a minute")
	for minute := 1; minute < 38; minute += 6 {
		s.Event(s.Minute(minute), "probe", "worker-1 /livez 200: process is up")
	}
	for i, p := range s.orders {
		lost := s.failover.Add(time.Duration(40+200*i) * time.Millisecond)
		p.Log(lost, slog.LevelWarn, nil, "redis connection lost", "err", "read: connection reset by peer", "next", "dial again")
		p.Log(lost.Add(2100*time.Millisecond), slog.LevelInfo, nil, "redis connection ready", "node", "redis-b")
	}
	for _, minute := range []int{3, 9, 12} { // one order in many could never be packed
		at := s.Minute(minute).Add(s.Until(50 * time.Second))
		s.worker.Log(at, slog.LevelError, s.Trace(), "packing panicked", "order", s.Text(8),
			"panic", "runtime error: integer divide by zero")
		s.At(at, func() { s.panicked.Inc() })
	}
}

func (s *silentQueue) read(at time.Time) {
	s.orders[s.Intn(2)].Serve(simulation.Request{At: at, Took: s.Around(4 * time.Millisecond),
		Method: "GET", Route: "/orders/{id}", Status: 200})
}

// place is POST /orders: store it, put it on the queue, answer. A few fail in the two seconds of the failover.
func (s *silentQueue) place(at time.Time) {
	p, tr := s.orders[s.Intn(2)], s.Trace()
	q := simulation.Request{At: at, Took: s.Around(60 * time.Millisecond), Method: "POST", Route: "/orders", Status: 201}
	if at.After(s.failover) && at.Before(s.failover.Add(2*time.Second)) {
		q.Took, q.Status = s.Around(3*time.Millisecond), 503
		p.Log(q.End(), slog.LevelError, tr, "request failed", "status", 503, "err", "redis: connection lost")
	}
	p.Serve(q)
	if q.Status != 201 {
		return
	}
	packs := q.End().Add(s.Around(400 * time.Millisecond))
	handled := packs.Before(s.failover)
	if handled {
		s.At(packs, s.packed.Inc)
	}
	if s.OneIn(34) {
		s.tell(p, tr, q, packs, handled)
	}
}

// tell leaves lines and spans of one order in 34.
func (s *silentQueue) tell(p *simulation.Process, tr *simulation.Trace, q simulation.Request, packs time.Time, handled bool) {
	order := s.Text(8)
	p.Log(q.At, slog.LevelInfo, tr, "order received", "order", order)
	p.Log(q.End(), slog.LevelInfo, tr, "order accepted", "order", order, "status", 201)
	door := tr.Span(p, nil, tracecontext.KindServer, "POST /orders", q.At, q.Took)
	tr.Span(p, door, tracecontext.KindInternal, "store.Put", q.At.Add(q.Took*7/10), q.Took/10)
	push := tr.Span(p, door, tracecontext.KindProducer, "publish orders", q.At.Add(q.Took*8/10), q.Took/10)
	if handled {
		took := s.Around(120 * time.Millisecond)
		tr.Span(s.worker, push, tracecontext.KindConsumer, "process orders", packs.Add(-took), took)
		s.worker.Log(packs, slog.LevelInfo, tr, "order packed", "order", order)
	}
	tr.Export()
}
