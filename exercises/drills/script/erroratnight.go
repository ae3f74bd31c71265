package script

import (
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// errorAtNight is the night on which one invoice failed.
type errorAtNight struct {
	*simulation.World
	invoices *simulation.Process
	renderer *simulation.Process
	hour     window
	moments  window
}

// ErrorAtNight is drill 06. Invoices has ten requests an hour, and the burn-rate windows of a service with a thousand
// times as many. One request that fails is a tenth of the hour, burns a hundred times too fast, and wakes somebody; the
// customer has tried again before the page is read.
func ErrorAtNight() map[string]string {
	s := &errorAtNight{World: simulation.New(6, time.Date(2026, 12, 11, 1, 50, 0, 0, time.UTC), 90*time.Minute)}
	s.hour.length, s.moments.length = time.Hour, 5*time.Minute
	s.invoices = s.Process("invoices", "invoices-1", .5, 2, 10)
	s.renderer = s.Process("renderer", "renderer-1", .5, 2, 10)
	s.Event(s.Minute(22), "deploy", "invoices 1.14: the logo of the customer")
	s.Event(s.Minute(70), "note", "database: nightly backup, 03:00 to 03:12")
	s.Alert("InvoicesBudgetBurn", 0, func(at time.Time) bool {
		hour, _ := s.hour.share(at)
		moments, _ := s.moments.share(at)
		return hour > .0144 && moments > .0144
	})
	failing := s.Minute(74).Add(12 * time.Second)
	good := func(at time.Time) { s.invoice(at, s.customer(), 201) }
	arrivals(s.World, s.Start, failing.Add(-time.Minute), 340*time.Second, good)
	s.invoice(failing, "c-4821", 503)
	s.invoice(failing.Add(51*time.Second), "c-4821", 201)
	arrivals(s.World, failing.Add(6*time.Minute), s.End, 340*time.Second, good)
	for at := s.Start.Add(40 * time.Second); at.Before(s.End); at = at.Add(4 * time.Minute) {
		s.renderer.Log(at, slog.LevelWarn, nil, "font missing", "font", "Frutiger", "used", "DejaVu Sans")
	}
	return s.Files()
}

func (s *errorAtNight) customer() string {
	return []string{"c-1093", "c-2210", "c-3377", "c-5150", "c-6042", "c-7719"}[s.Intn(6)]
}

// invoice is POST /invoices: the renderer makes the page, or does not answer in time.
func (s *errorAtNight) invoice(at time.Time, customer string, status int) {
	tr := s.Trace()
	page := simulation.Request{At: at.Add(20 * time.Millisecond), Method: "POST", Route: "/pages", Status: 200}
	page.Took = s.Around(700 * time.Millisecond)
	if status == 503 {
		page.Took = 5 * time.Second
	}
	q := simulation.Request{At: at, Took: page.Took + 60*time.Millisecond, Method: "POST", Route: "/invoices", Status: status}
	s.invoices.Serve(q)
	if status == 201 {
		s.renderer.Serve(page)
	}
	s.hour.add(q.End(), status == 503)
	s.moments.add(q.End(), status == 503)
	door := tr.Span(s.invoices, nil, tracecontext.KindServer, "POST /invoices", at, q.Took)
	call := tr.Span(s.invoices, door, tracecontext.KindClient, "POST", page.At, page.Took)
	s.invoices.Log(at, slog.LevelInfo, tr, "invoice asked for", "customer", customer)
	if status == 503 {
		s.invoices.Log(q.End(), slog.LevelError, tr, "request failed", "customer", customer, "status", 503,
			"err", "renderer: no answer within 5s")
		simulation.Fail(call, "no answer within 5s")
		simulation.Fail(door, "503")
	} else {
		arrived, took := page.At.Add(time.Millisecond), page.Took-2*time.Millisecond
		tr.Span(s.renderer, call, tracecontext.KindServer, "POST /pages", arrived, took)
		s.invoices.Log(q.End(), slog.LevelInfo, tr, "invoice sent", "customer", customer, "status", 201)
	}
	tr.Export()
}
