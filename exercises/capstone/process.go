package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	tracecontext "workbook/day143_tracecontext"
	healthcheck "workbook/day144_healthcheck"
	"workbook/exercises/capstone/lab"
	"workbook/exercises/capstone/shop"
)

// recentSpans is how many spans the page can show.
const recentSpans = 20_000

// process is the whole capstone: what start opened and run serves.
type process struct {
	svc      *Service
	api      net.Listener
	payments net.Listener
	page     net.Listener // nil without a page
	app      *shop.App
	queue    shop.Queue
	worker   *shop.Worker
	till     *http.Server // the payments service
	lab      *lab.Lab     // nil without a page
}

// start opens everything and wires it. Nothing is served yet, but clients that
// connect from now on wait instead of being refused.
func start(cfg Config, out io.Writer) (_ *process, err error) {
	p := &process{svc: &Service{
		Config: cfg, Recent: tracecontext.NewRing(recentSpans), AdminMux: http.NewServeMux(),
		LinesDropped: func() int { return 0 },
	}}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if err := p.listen(); err != nil {
		return nil, err
	}
	if err := p.setUpLab(out); err != nil {
		return nil, err
	}
	var store shop.Store
	store, p.queue = p.adapters()
	s := p.svc
	s.Hooks = shop.Bare(slog.New(slog.NewTextHandler(s.Out, nil)))
	spares := &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: 30 * time.Second}
	s.Hooks.Transport = spares
	p.app = shop.New(store, p.queue, shop.NewPaymentsClient("http://"+p.payments.Addr().String(), s.Hooks), s.Hooks)
	p.worker = shop.NewWorker(p.app)
	p.till, s.Admin = newServer(nil, nil), newServer(s.AdminMux, nil) // settleWiring gives them the rest
	s.Drains = append([]healthcheck.Step{
		{Name: "worker", Func: p.worker.Drain}, // needs the store and the queue
		{Name: "receipts", Func: p.app.Settle}, // need the payments service
		{Name: "payments", Func: func(ctx context.Context) error { return p.closeTill(ctx, spares) }},
	}, s.Drains...)
	if err := wire(s); err != nil {
		return nil, err
	}
	return p, p.settleWiring()
}

// wire runs the six stages in their order.
func wire(s *Service) error {
	for _, stage := range []func(*Service) error{wireLogs, wireMetrics, wireTraces, wireProbes, wireAlert, wireOneID} {
		if err := stage(s); err != nil {
			return err
		}
	}
	return nil
}

// settleWiring uses what the stages have set, and what stands in for the rest.
func (p *process) settleWiring() error {
	s := p.svc
	if s.Serve == nil {
		s.Serve = s.serveBare
	}
	if s.Flush == nil {
		s.Flush = func(context.Context) error { return nil }
	}
	if s.ErrorLog == nil {
		s.ErrorLog = log.New(s.Out, "http: ", log.LstdFlags)
	}
	p.till.Handler = shop.PaymentsService(s.Hooks, s.Faults)
	p.till.ErrorLog, s.Admin.ErrorLog = s.ErrorLog, s.ErrorLog
	if p.lab == nil {
		return nil
	}
	return p.lab.Watch(s.Objective)
}

// listen opens the listeners that cfg asks for.
func (p *process) listen() (err error) {
	for _, l := range []struct {
		to   *net.Listener
		addr string
	}{{&p.api, p.svc.API}, {&p.payments, p.svc.Config.Payments}, {&p.svc.Door, p.svc.Config.Admin}, {&p.page, p.svc.Page}} {
		if l.addr == "" {
			continue
		}
		*l.to, err = net.Listen("tcp", l.addr)
		if err != nil {
			return fmt.Errorf("another copy may be running: %w", err)
		}
	}
	return nil
}

// adapters chooses the shop's store and queue.
func (p *process) adapters() (shop.Store, shop.Queue) {
	s := p.svc
	if s.Redis == "" {
		return shop.NewMemoryStore(10_000), shop.NewMemoryQueue(1_000)
	}
	client := shop.NewRedis(shop.RedisOptions{Addr: s.Redis, Password: s.RedisPassword})
	queue := shop.NewRedisQueue(client, s.Name)
	s.Drains = append(s.Drains, healthcheck.Step{Name: "hand back", Func: queue.Release})
	s.Opened = append(s.Opened, healthcheck.Step{Name: "redis", Func: func(context.Context) error { return client.Close() }})
	return shop.NewRedisStore(client), queue
}

// run serves until ctx is done and everything has ended in order.
func (p *process) run(ctx context.Context, stop context.CancelFunc) error {
	defer p.close()
	s := p.svc
	s.Stop = stop
	ctx, enough := context.WithCancel(ctx) // a server that ends by itself ends the load too
	defer enough()
	beside, end := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	for _, f := range s.Background {
		running.Go(func() { _ = f(beside) })
	}
	running.Go(func() { p.worker.Run(beside) })
	running.Go(func() { p.watchDepth(beside) })
	running.Go(func() { p.serve(p.till, p.payments) })
	if p.lab != nil {
		running.Go(func() { p.lab.Run(ctx, beside) })
		running.Go(func() { p.servePage(beside) })
	}
	s.Hooks.Log.Info("started", "api", p.api.Addr().String(), "admin", s.Door.Addr().String(), "page", p.pageURL())
	err := s.Serve(ctx, newServer(p.app.Handler(), s.ErrorLog), limit(p.api, s.Conns))
	enough()
	end()
	p.till.Close() // unless a step of the drain has done so
	running.Wait()
	return err
}

// closeTill ends the payments service, whose callers have all ended by now. What
// may be left are connections that were opened and never used, as clients do to
// be quick; Shutdown waits five seconds for a request on each.
func (p *process) closeTill(ctx context.Context, spares *http.Transport) error {
	spares.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if p.till.Shutdown(ctx) == nil {
		return nil
	}
	return p.till.Close()
}

// serve is srv.Serve, whose end is somebody else's decision.
func (p *process) serve(srv *http.Server, l net.Listener) {
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		p.svc.Hooks.Log.Error("server ended", "addr", l.Addr().String(), "err", err)
	}
}

// close closes what is still open. A second close of a listener is harmless.
func (p *process) close() {
	for _, l := range []net.Listener{p.api, p.payments, p.svc.Door, p.page} {
		if l != nil {
			l.Close()
		}
	}
}
