package script

import (
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// oneOfThree is the afternoon on which one copy kept its old key.
type oneOfThree struct {
	*simulation.World
	orders   []*simulation.Process
	payments *simulation.Process
	failures window
}

// OneOfThree is drill 02. Payments gets a new key, and the copies of orders are restarted to read it. The third is never
// restarted: from 14:00, when the old key ends, payments refuses all its calls. It is a ninth of all requests.
func OneOfThree() map[string]string {
	s := &oneOfThree{World: simulation.New(2,
		time.Date(2026, 12, 2, 13, 38, 0, 0, time.UTC), 34*time.Minute)}
	s.failures.length = 5 * time.Minute
	for _, name := range []string{"orders-1", "orders-2", "orders-3"} {
		s.orders = append(s.orders, s.Process("orders", name, .25, 1))
	}
	s.payments = s.Process("payments", "payments-1", .25, 1)
	s.events()
	s.Alert("OrdersBudgetBurn", 2*time.Minute, func(at time.Time) bool {
		share, _ := s.failures.share(at)
		return share > .05
	})
	arrivals(s.World, s.Start, s.End, 540*time.Millisecond, s.place)
	arrivals(s.World, s.Start, s.End, 280*time.Millisecond, s.read)
	scanner(s.World, s.orders[1], s.Minute(21), s.Minute(25))
	return s.Files()
}

func (s *oneOfThree) events() {
	s.Event(s.Minute(2), "note", "security: key 6 of payments stood in a public paste; rotate it today, and not back")
	s.Event(s.Minute(6), "deploy", "payments: key 7 is active, key 6 is taken until 14:00")
	s.Event(s.Minute(8), "deploy", "rollout restart of orders, 3 replicas, one after the other")
	s.Event(s.Minute(13), "note", "zone c: nodes are cordoned for maintenance until 18:00")
	s.Event(s.Minute(24), "deploy", "payments 2.9.4: texts on receipts")
	for i, p := range s.orders[:2] {
		at := s.Minute(8 + 2*i)
		p.Restart(at, 9*time.Second, nil)
		p.Log(at.Add(9*time.Second), slog.LevelInfo, nil, "started", "version", "3.18.2", "payments_key", 7)
	}
	for n := range 11 {
		s.orders[0].Log(s.Minute(3*n).Add(17*time.Second), slog.LevelWarn, nil, "disk", "used", "83%", "node", "a-4")
	}
}

func (s *oneOfThree) read(at time.Time) {
	p := s.orders[s.Intn(3)]
	q := simulation.Request{At: at, Took: s.Around(4 * time.Millisecond), Method: "GET", Route: "/orders/{id}", Status: 200}
	if s.OneIn(70) {
		q.Status = 404
	}
	p.Serve(q)
	s.failures.add(q.End(), false)
	if s.OneIn(300) {
		tr := s.Trace()
		tr.Span(p, nil, tracecontext.KindServer, "GET /orders/{id}", at, q.Took)
		tr.Export()
	}
}

// place is POST /orders. The third copy presents key 6.
func (s *oneOfThree) place(at time.Time) {
	copy := s.Intn(3)
	p, tr := s.orders[copy], s.Trace()
	refused := copy == 2 && !at.Before(s.Minute(22)) // 14:00
	call := at.Add(time.Millisecond + s.Until(time.Millisecond))
	pay := simulation.Request{At: call.Add(500 * time.Microsecond), Method: "POST", Route: "/payments", Status: 200}
	pay.Took = s.Around(80 * time.Millisecond)
	status := 201
	switch {
	case refused:
		pay.Took, pay.Status, status = s.Around(900*time.Microsecond), 401, 502
	case s.OneIn(45):
		pay.Status, status = 402, 402
	}
	back := pay.End().Add(500 * time.Microsecond)
	end := back.Add(s.Around(3 * time.Millisecond))
	q := simulation.Request{At: at, Took: end.Sub(at), Method: "POST", Route: "/orders", Status: status}
	s.payments.Serve(pay)
	p.Serve(q)
	s.failures.add(q.End(), refused)
	s.tell(p, tr, q, pay, call, back)
}

// tell leaves lines and spans: of one order in 110, and of one in 14 of those that failed.
func (s *oneOfThree) tell(p *simulation.Process, tr *simulation.Trace, q, pay simulation.Request, call, back time.Time) {
	failed := q.Status == 502
	if !(failed && s.OneIn(14) || !failed && s.OneIn(110)) {
		return
	}
	p.Log(q.At, slog.LevelInfo, tr, "order received")
	switch q.Status {
	case 502:
		s.payments.Log(pay.End(), slog.LevelWarn, tr, "caller refused", "status", 401, "key", 6)
		p.Log(q.End(), slog.LevelError, tr, "request failed", "status", 502,
			"err", "payments answered 401 Unauthorized to POST /payments")
	case 402:
		s.payments.Log(pay.End(), slog.LevelInfo, tr, "card refused", "status", 402)
		p.Log(q.End(), slog.LevelInfo, tr, "request refused", "status", 402)
	default:
		s.payments.Log(pay.End(), slog.LevelInfo, tr, "payment taken", "key", s.key(p, pay.At))
		p.Log(q.End(), slog.LevelInfo, tr, "order accepted", "status", 201)
	}
	door := tr.Span(p, nil, tracecontext.KindServer, "POST /orders", q.At, q.Took)
	client := tr.Span(p, door, tracecontext.KindClient, "POST", call, back.Sub(call))
	tr.Span(s.payments, client, tracecontext.KindServer, "POST /payments", pay.At, pay.Took)
	if failed {
		simulation.Fail(client, "401")
		simulation.Fail(door, "502")
	}
	tr.Export()
}

// key is the one that a copy presents: it reads it when it starts.
func (s *oneOfThree) key(p *simulation.Process, at time.Time) int {
	for i, restarted := range s.orders[:2] {
		if p == restarted && at.After(s.Minute(8+2*i)) {
			return 7
		}
	}
	return 6
}
