package simulation

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	metrics "workbook/day142_metrics"
)

// Process is one running copy of a service.
type Process struct {
	Name    string // "orders-1"
	Metrics *metrics.Registry

	world    *World
	service  string // "orders"
	bounds   []float64
	requests *metrics.CounterVec
	latency  *metrics.HistogramVec
	inFlight *metrics.Gauge
	down     bool
	resource []slog.Attr
}

// Process starts a copy of a service ("orders"), which counts its requests by the RED method with these latency bounds,
// in seconds.
func (w *World) Process(service, name string, bounds ...float64) *Process {
	p := &Process{Name: name, world: w, service: service, bounds: bounds}
	p.resource = []slog.Attr{slog.String("service.name", service), slog.String("service.instance.id", name)}
	p.boot()
	w.processes = append(w.processes, p)
	return p
}

// boot gives the process what every new process begins with: counters at zero.
func (p *Process) boot() {
	reg := metrics.NewRegistry()
	p.Metrics = reg
	p.requests = reg.CounterVec(p.service+"_requests_total", "requests", "route", "method", "class")
	p.latency = reg.HistogramVec(p.service+"_request_duration_seconds", "latency", p.bounds, "route", "method")
	p.inFlight = reg.Gauge(p.service+"_requests_in_flight", "requests in hand")
}

// Restart lets the process be away for some time and come back as a new one. again, unless nil, registers what it exposes
// of its own.
func (p *Process) Restart(at time.Time, away time.Duration, again func()) {
	p.world.At(at, func() { p.down = true })
	p.world.At(at.Add(away), func() {
		p.boot()
		if again != nil {
			again()
		}
		p.down = false
	})
}

// Request is one request to a process, with its outcome.
type Request struct {
	At            time.Time
	Took          time.Duration
	Method, Route string
	Status        int
}

// End is when the answer went out.
func (q Request) End() time.Time { return q.At.Add(q.Took) }

// Serve counts a request: in flight from its beginning, and by class and latency at its end.
func (p *Process) Serve(q Request) {
	p.world.At(q.At, func() { p.inFlight.Inc() })
	p.world.At(q.End(), func() {
		if p.inFlight.Value() > 0 { // it is a new process when it was restarted meanwhile
			p.inFlight.Dec()
		}
		p.requests.With(q.Route, q.Method, strconv.Itoa(q.Status/100)+"xx").Inc()
		p.latency.With(q.Route, q.Method).Observe(float64(q.Took/time.Microsecond) / 1e6)
	})
}

// Count returns how many requests the process has answered with a class since it started.
func (p *Process) Count(method, route, class string) float64 {
	return p.requests.With(route, method, class).Value()
}

// Log writes a line. tr is the request that it belongs to, or nil.
func (p *Process) Log(at time.Time, level slog.Level, tr *Trace, text string, args ...any) {
	p.world.At(at, func() {
		ctx := context.Background()
		if tr != nil {
			ctx = tr.context()
		}
		r := slog.NewRecord(at, level, text, 0)
		r.Add("service", p.Name)
		r.Add(args...)
		_ = p.world.logs.Handle(ctx, r) // a bytes.Buffer never fails
	})
}
