package script

import (
	"log/slog"
	"slices"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// slowCheckout is the night on which the client of payments had two connections.
type slowCheckout struct {
	*simulation.World
	orders   []*simulation.Process
	payments *simulation.Process
	pools    [2][2]time.Time // of each copy of orders: when each of its connections is free
	slow     window
}

// SlowCheckout is drill 01. Orders 3.18 allows two connections to payments from each copy, which is enough for the night,
// and not for the presale at 03:00. The calls wait in orders for a connection. Payments sees four at a time, and is never
// slow.
func SlowCheckout() map[string]string {
	s := &slowCheckout{World: simulation.New(1,
		time.Date(2026, 11, 24, 2, 45, 0, 0, time.UTC), 34*time.Minute)}
	s.slow.length = 5 * time.Minute
	for _, name := range []string{"orders-1", "orders-2"} {
		s.orders = append(s.orders, s.Process("orders", name, .25, .5, 1, 2.5, 5))
	}
	s.payments = s.Process("payments", "payments-1", .25, .5, 1)
	s.deployments()
	s.Alert("CheckoutSlow", 4*time.Minute, func(at time.Time) bool {
		share, _ := s.slow.share(at)
		return share > .1
	})
	for minute := range 34 {
		gap := 240 * time.Millisecond
		if minute >= 22 { // 03:07
			gap = 77 * time.Millisecond
		}
		arrivals(s.World, s.Minute(minute), s.Minute(minute+1), gap, s.place)
		arrivals(s.World, s.Minute(minute), s.Minute(minute+1), 160*time.Millisecond, s.read)
	}
	scanner(s.World, s.orders[0], s.Minute(20), s.Minute(24))
	return s.Files()
}

func (s *slowCheckout) deployments() {
	s.Event(s.Minute(4), "deploy",
		"orders 3.18.0, both replicas: settings of all clients move into one file (in staging since Friday)")
	for i, p := range s.orders {
		at := s.Minute(4 + i)
		p.Restart(at, 8*time.Second, nil)
		ready := at.Add(8 * time.Second)
		p.Log(ready, slog.LevelInfo, nil, "started", "version", "3.18.0")
		p.Log(ready, slog.LevelInfo, nil, "client", "target", "store", "max_conns", 32, "timeout", "2s")
		p.Log(ready, slog.LevelInfo, nil, "client", "target", "payments", "max_conns_per_host", 2, "timeout", "10s")
		p.Log(ready, slog.LevelInfo, nil, "client", "target", "queue", "max_conns", 8, "timeout", "2s")
	}
	s.Event(s.Minute(18), "deploy", "payments 2.9.1: new fraud rules")
	s.payments.Log(s.Minute(18), slog.LevelInfo, nil, "rules loaded", "version", "2.9.1", "rules", 214)
	s.Event(s.Minute(22), "note", "marketing: the presale opens")
	s.Event(s.Minute(29), "note", "orders-2: disk of the node 81% full")
}

// read is GET /orders/{id}, which asks nobody but the store.
func (s *slowCheckout) read(at time.Time) {
	p := s.orders[s.Intn(2)]
	q := simulation.Request{At: at, Took: s.Around(4 * time.Millisecond), Method: "GET", Route: "/orders/{id}", Status: 200}
	if s.OneIn(900) { // a client on a train reads slowly
		q.Took += time.Second + s.Until(2*time.Second)
		p.Log(q.End(), slog.LevelWarn, s.Trace(), "slow client", "route", q.Route, "wrote_bytes", 512+s.Intn(400))
	}
	p.Serve(q)
	if s.OneIn(900) {
		tr := s.Trace()
		tr.Span(p, nil, tracecontext.KindServer, "GET /orders/{id}", at, q.Took)
		tr.Export()
	}
}

// place is POST /orders: it waits for a connection of its copy, calls payments, and keeps the order.
func (s *slowCheckout) place(at time.Time) {
	copy := s.Intn(2)
	p, pool := s.orders[copy], s.pools[copy][:]
	call := at.Add(time.Millisecond + s.Until(time.Millisecond))
	free := slices.IndexFunc(pool, func(t time.Time) bool { return t.Equal(slices.MinFunc(pool, time.Time.Compare)) })
	begin := call
	if pool[free].After(call) {
		begin = pool[free]
	}
	began := begin.Add(400*time.Microsecond + s.Until(300*time.Microsecond))
	pay := simulation.Request{At: began, Took: s.Around(245 * time.Millisecond), Method: "POST", Route: "/payments", Status: 200}
	if s.OneIn(60) {
		pay.Status = 402
	}
	back := pay.End().Add(400*time.Microsecond + s.Until(300*time.Microsecond))
	pool[free] = back
	store := s.Around(3 * time.Millisecond)
	q := simulation.Request{At: at, Took: back.Add(store).Sub(at), Method: "POST", Route: "/orders", Status: 201}
	if pay.Status == 402 {
		q.Status = 402
	}
	s.payments.Serve(pay)
	p.Serve(q)
	s.slow.add(q.End(), q.Took > time.Second)
	s.tell(p, q, pay, call, back)
}

// tell leaves the lines and spans of one order: of all that went wrong in some way, and of a few hundred.
func (s *slowCheckout) tell(p *simulation.Process, q, pay simulation.Request, call, back time.Time) {
	kept, tr := s.OneIn(280), s.Trace()
	if pay.Took > 600*time.Millisecond || s.OneIn(500) { // as it always did
		issuer := []string{"north", "lake", "union"}[s.Intn(3)]
		s.payments.Log(pay.End(), slog.LevelWarn, tr, "card issuer slow", "issuer", issuer, "took", pay.Took.String())
	}
	if !kept {
		return
	}
	p.Log(q.At, slog.LevelInfo, tr, "order received", "item", []string{"seat", "standing", "box"}[s.Intn(3)])
	s.payments.Log(pay.End(), slog.LevelInfo, tr, "payment answered", "status", pay.Status, "took", pay.Took.String())
	text := "order accepted"
	if q.Status == 402 {
		text = "request refused"
	}
	p.Log(q.End(), slog.LevelInfo, tr, text, "status", q.Status, "took", q.Took.String())
	door := tr.Span(p, nil, tracecontext.KindServer, "POST /orders", q.At, q.Took)
	client := tr.Span(p, door, tracecontext.KindClient, "POST", call, back.Sub(call))
	tr.Span(s.payments, client, tracecontext.KindServer, "POST /payments", pay.At, pay.Took)
	tr.Span(p, door, tracecontext.KindInternal, "store.Put", back, q.End().Sub(back))
	tr.Export()
}
