package lab

import (
	"context"
	"sync"
	"time"

	tracecontext "workbook/day143_tracecontext"
	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/dashboard"
)

// Options say where the service is and what the lab starts with.
type Options struct {
	API, Admin string             // base URLs of the service: its orders, its probes and metrics
	Recent     *tracecontext.Ring // where its spans may end up
	OTLP       string             // where else they go, or ""
	Load       int                // clients
	Pause      time.Duration      // of each client between two requests
}

// Lab is the laboratory of one service. Make it with New, tell it with Watch
// what to watch, then Run it and serve its Handler.
type Lab struct {
	Options
	Tail   *Tail   // write the service's log here
	Faults *Faults // put into its payments
	Load   *Load

	objective *alerting.Policy   // what budget and alert are about, or nil
	monitor   *dashboard.Monitor // nil without an objective
	cut       *Cut               // nil without a Redis
}

// New returns a Lab. It starts nothing.
func New(o Options) *Lab {
	return &Lab{
		Options: o, Tail: &Tail{}, Faults: &Faults{},
		Load: &Load{URL: o.API, Clients: o.Load, Pause: o.Pause},
	}
}

// CutIn puts a wire that can be stopped in front of a Redis and returns the
// address to use instead of the given one.
func (l *Lab) CutIn(redis string) (addr string, err error) {
	l.cut, err = NewCut(redis)
	if err != nil {
		return "", err
	}
	return l.cut.Addr(), nil
}

// Watch makes the lab keep budget and alert of p, which may be nil. Call it
// before Run.
func (l *Lab) Watch(p *alerting.Policy) (err error) {
	if p == nil {
		return nil
	}
	l.monitor, err = dashboard.NewMonitor(*p, l.Admin+"/metrics")
	if err != nil {
		return err
	}
	// Sixty times as often as most: the windows of a lesson are short.
	l.monitor.Scraper.Interval = time.Second
	l.objective = p
	return nil
}

// Run sends load until ctx is done; everything else goes on until beside is
// done, because a service that drains still needs its Redis, and is worth
// watching. It returns when both have ended.
func (l *Lab) Run(ctx, beside context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { l.Load.Run(ctx) })
	if l.monitor != nil {
		wg.Go(func() { _ = l.monitor.Run(beside) })
	}
	if l.cut != nil {
		wg.Go(func() { l.cut.Run(beside) })
	}
	wg.Wait()
}
