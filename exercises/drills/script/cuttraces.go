package script

import (
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// cutTraces is the Tuesday from which traces ended at one of two gateways.
type cutTraces struct {
	*simulation.World
	gateways         []*simulation.Process
	orders, payments *simulation.Process
}

// CutTraces is drill 04. One of two gateways gets a new proxy, which sends a traceparent of its own making upstream. From
// then on the gateway's span is alone in its trace, and what happens behind it is in another one. Both have the request
// id.
func CutTraces() map[string]string {
	s := &cutTraces{World: simulation.New(4, time.Date(2026, 12, 8, 10, 0, 0, 0, time.UTC), 32*time.Minute)}
	for _, name := range []string{"gateway-1", "gateway-2"} {
		s.gateways = append(s.gateways, s.Process("gateway", name, .25, 1))
	}
	s.orders = s.Process("orders", "orders-1", .25, 1)
	s.payments = s.Process("payments", "payments-1", .25, 1)
	s.Event(s.Minute(4), "deploy", "collector 0.139: keeps traces for 14 days")
	s.Event(s.Minute(12), "deploy", "gateway-2: proxy 2.0 (canary, half of the traffic)")
	s.Event(s.Minute(17), "deploy", "orders 3.18.3: sampling set to 1 in 20, as before, now in the common file")
	s.Event(s.Minute(23), "note", "payments: one of three card issuers is in maintenance until 10:40")
	arrivals(s.World, s.Start, s.End, 500*time.Millisecond, s.place)
	scanner(s.World, s.gateways[0], s.Minute(19), s.Minute(22))
	for n := range 8 {
		at := s.Minute(4*n + 1)
		offset := time.Duration(1+s.Intn(3)) * time.Millisecond
		s.orders.Log(at, slog.LevelWarn, nil, "clock", "offset", offset.String(), "source", "ntp")
	}
	return s.Files()
}

// place is POST /orders through one of the gateways. The issuer union does not answer from 10:23 on, and lake now and then.
func (s *cutTraces) place(at time.Time) {
	gateway, issuer := s.gateways[s.Intn(2)], []string{"north", "lake", "union", "north"}[s.Intn(4)]
	status, took := 201, s.Around(90*time.Millisecond)
	if issuer == "union" && !at.Before(s.Minute(23)) || issuer == "lake" && s.OneIn(7) {
		status, took = 502, s.Around(8*time.Millisecond)
	}
	total := took + s.Around(12*time.Millisecond)
	serve := func(p *simulation.Process, route string, from, took time.Duration) {
		p.Serve(simulation.Request{At: at.Add(from), Took: took, Method: "POST", Route: route, Status: status})
	}
	serve(s.payments, "/payments", 4*time.Millisecond, took)
	serve(s.orders, "/orders", 2*time.Millisecond, total-3*time.Millisecond)
	serve(gateway, "/orders", 0, total)
	if s.OneIn(62) {
		s.tell(gateway, at, total, took, status, issuer)
	}
}

// tell leaves lines and spans of one order in 62. A cut one has two traces.
func (s *cutTraces) tell(gateway *simulation.Process, at time.Time, total, took time.Duration, status int, issuer string) {
	outer := s.Trace()
	inner := outer
	door := outer.Span(gateway, nil, tracecontext.KindServer, "POST /orders", at, total)
	parent := outer.Span(gateway, door, tracecontext.KindClient, "POST", at.Add(time.Millisecond), total-2*time.Millisecond)
	if gateway == s.gateways[1] && !at.Before(s.Minute(12)) {
		inner = outer.Anew()
		parent = &tracecontext.SpanData{} // no span of any process
		parent.Context.SpanID = tracecontext.SpanID{7: byte(1 + s.Intn(255)), 3: byte(1 + s.Intn(255))}
	}
	arrived := at.Add(2 * time.Millisecond)
	inside := inner.Span(s.orders, parent, tracecontext.KindServer, "POST /orders", arrived, total-3*time.Millisecond)
	call := inner.Span(s.orders, inside, tracecontext.KindClient, "POST", at.Add(3*time.Millisecond), took+2*time.Millisecond)
	pay := inner.Span(s.payments, call, tracecontext.KindServer, "POST /payments", at.Add(4*time.Millisecond), took)
	s.orders.Log(arrived, slog.LevelInfo, inner, "order received")
	if status == 201 {
		s.payments.Log(at.Add(4*time.Millisecond+took), slog.LevelInfo, inner, "payment taken", "issuer", issuer)
		s.orders.Log(at.Add(total-time.Millisecond), slog.LevelInfo, inner, "order accepted", "status", status)
	} else {
		s.payments.Log(at.Add(4*time.Millisecond+took), slog.LevelError, inner, "issuer does not answer", "issuer", issuer)
		s.orders.Log(at.Add(total-time.Millisecond), slog.LevelError, inner, "request failed", "status", status,
			"err", "payments answered 502 Bad Gateway")
		for _, d := range []*tracecontext.SpanData{pay, call, inside, door} {
			simulation.Fail(d, "502")
		}
	}
	gateway.Log(at.Add(total), slog.LevelInfo, outer, "forwarded", "upstream", "orders-1", "status", status)
	outer.Export()
	if inner != outer {
		inner.Export()
	}
}
