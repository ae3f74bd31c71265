package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	logging "workbook/day141_slog"
	"workbook/day141_slog/redact"
	metrics "workbook/day142_metrics"
	"workbook/day142_metrics/promhttp"
	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/otelhttp"
	"workbook/day143_tracecontext/otlp"
	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/checks"
	correlation "workbook/day145_correlation"
	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/generate"
	"workbook/exercises/capstone/shop"
)

// wireLogs makes every line of the process one JSON object: those of the shop,
// of net/http (ErrorLog) and of the log and slog packages. No line shows a card
// number, and each line written for a request has the ids of its context.
func wireLogs(s *Service) error {
	redactor := redact.New(redact.Options{})
	lines := logging.NewJSONHandler(s.Out, &slog.HandlerOptions{ReplaceAttr: redactor.ReplaceAttr})
	// Both sources stamp at the root: the request's own id, and the trace's.
	stamped := correlation.NewHandler(lines, correlation.Attrs, tracecontext.LogAttrs)
	s.Hooks.Log = slog.New(stamped).With("service", s.Name)
	s.ErrorLog = slog.NewLogLogger(s.Hooks.Log.Handler(), slog.LevelError)
	// What has no logger of its own, the log package included, ends up here too.
	logging.SetDefault(s.Hooks.Log)
	return nil
}

// latencyBounds are dense around 300 ms, where somebody who waits begins to notice.
func latencyBounds() []float64 {
	return []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .2, .3, .5, 1, 2.5, 5}
}

// wireMetrics counts and times every request of both services by route
// template, serves them at GET /metrics of s.AdminMux beside the runtime's
// gauges and s.RegisterVitals, and lets a latency bucket show the trace of a request in it.
func wireMetrics(s *Service) error {
	reg := metrics.NewRegistry()
	metrics.RegisterRuntime(reg)
	s.RegisterVitals(reg)
	red := map[string]*promhttp.RED{}
	for _, service := range []string{"orders", "payments"} {
		red[service] = promhttp.NewRED(reg, promhttp.Options{Prefix: service + "_", Bounds: latencyBounds(), Exemplar: traceID})
	}
	// The pattern is known here, where the route is registered, and nowhere
	// else for certain. The admin mux passes no hook: probes are not traffic.
	s.Hooks.Route = func(service, pattern string, h http.Handler) http.Handler {
		return red[service].Route(pattern, h)
	}
	s.Hooks.Server = func(service string, mux *http.ServeMux) http.Handler {
		return red[service].Unmatched(mux)
	}
	s.AdminMux.Handle("/metrics", promhttp.Handler(reg))
	return nil
}

// traceID is the trace to show beside a bucket: one not sampled leads nowhere.
func traceID(ctx context.Context) string {
	if sc := tracecontext.FromContext(ctx); sc.Sampled() {
		return sc.TraceID.String()
	}
	return ""
}

// wireTraces gives each request a trace that goes on through the payments
// service, the queue and the work after the answer. Spans go to s.OTLP when it
// is set, else to s.Recent; s.Flush sends what is still waiting, s.SpanStats counts
// what was lost. An s.OTLP that is no URL is an error.
func wireTraces(s *Service) error {
	var exporter tracecontext.Exporter = s.Recent
	if s.OTLP != "" {
		sender, err := otlp.New(otlp.Options{URL: s.OTLP})
		if err != nil {
			return fmt.Errorf("-otlp: %w", err) // better no start than no traces
		}
		lost := func(err error) { s.Hooks.Log.Warn("spans lost", "err", err) }
		batcher := batch.New(sender, batch.Options{OnError: lost})
		exporter, s.SpanStats = batcher, batcher.Stats
	}
	provider := tracecontext.NewProvider(tracecontext.Options{
		Exporter: exporter,
		Resource: []slog.Attr{slog.String("service.name", "orders"), slog.String("service.instance.id", s.Name)},
	})
	s.Flush = provider.Shutdown
	tracer := provider.Tracer("workbook/capstone")
	o := otelhttp.Options{Tracer: tracer}

	server := s.Hooks.Server
	s.Hooks.Server = func(service string, mux *http.ServeMux) http.Handler {
		return otelhttp.Middleware(server(service, mux), o)
	}
	s.Hooks.Transport = otelhttp.Transport(s.Hooks.Transport, o)
	s.Hooks.Publish = func(ctx context.Context, m *shop.Message) (context.Context, func(error)) {
		ctx, span := tracer.StartKind(ctx, tracecontext.KindProducer, "publish orders")
		tracecontext.InjectMap(span.Context(), m.Headers)
		return ctx, func(err error) { span.Fail(err); span.End() }
	}
	s.Hooks.Consume = func(ctx context.Context, m shop.Message) (context.Context, func(error)) {
		ctx = tracecontext.NewContext(ctx, tracecontext.ExtractMap(m.Headers))
		ctx, span := tracer.StartKind(ctx, tracecontext.KindConsumer, "process orders")
		return ctx, func(err error) { span.Fail(err); span.End() }
	}
	// The values stay, the end of the request does not reach the receipt.
	s.Hooks.Detach = context.WithoutCancel
	return nil
}

// wireProbes answers /livez, /healthz, /readyz and /startupz on s.AdminMux,
// watches the worker's loop and the Redis when there is one, so that one that is
// lost or takes no orders shows within 2.5 s, and drains the service in the order that loses nothing.
func wireProbes(s *Service) error {
	var loop healthcheck.Heartbeat
	s.Hooks.Beat = loop.Beat
	worker := loop.Check(15 * time.Second) // its slowest round: three calls of 5 s
	worker.Name = "worker"
	worker.Every, worker.Timeout = 200*time.Millisecond, 200*time.Millisecond // the start waits for it
	required := []healthcheck.Check{worker}
	if s.Redis != "" {
		required = append(required, healthcheck.Check{
			Name:    "redis",
			Func:    checks.RedisWrite(s.Redis, checks.RedisAuth{Password: s.RedisPassword}, "orders:probe"),
			Timeout: 500 * time.Millisecond, Every: 500 * time.Millisecond, Fails: 2, Passes: 2,
		})
	}
	probe, err := healthcheck.New(required...)
	if err != nil {
		return err
	}
	s.Background = append(s.Background, probe.Run)
	s.AdminMux.HandleFunc("/livez", probe.Live)
	s.AdminMux.HandleFunc("/healthz", probe.Live)
	s.AdminMux.HandleFunc("/readyz", probe.Readyz)
	s.AdminMux.HandleFunc("/startupz", probe.Startup)
	s.Serve = func(ctx context.Context, srv *http.Server, l net.Listener) error {
		return healthcheck.Serve(ctx, srv, l, healthcheck.Plan{
			Stop: s.Stop, Probe: probe, Notice: s.Notice, Grace: s.Grace,
			// The spans of the last orders exist only once the worker is done.
			After: append(s.Drains, healthcheck.Step{Name: "telemetry", Func: s.Flush}),
			Close: s.Opened, Admin: s.Admin, AdminListener: s.Door, Logger: s.Hooks.Log,
		})
	}
	return nil
}

// wireAlert states one objective, 99% of the clients' requests over two hours,
// and one alert for it, which fires while the budget burns too fast. It writes
// what Prometheus needs to s.Rules, if set; what can't be written is an error.
func wireAlert(s *Service) error {
	// A small world for a short lesson: of the requests of two hours 99% get an
	// answer, and what would empty the budget in ten minutes is reported when a
	// tenth of it is gone: burn rate 12, over one minute.
	policy, err := alerting.NewPolicy(alerting.SLO{Target: 0.99, Period: 2 * time.Hour},
		alerting.Tier{Spend: 0.1, Empties: 10 * time.Minute, Severity: alerting.Page})
	if err != nil {
		return err
	}
	policy.Name = "orders"
	policy.SLI = alerting.SLI{Requests: "orders_requests_total", ErrorLabel: "class", ErrorValue: "5xx"}
	s.Objective = &policy
	if s.Rules == "" {
		return nil
	}
	return generate.Dir(s.Rules, policy)
}

// requestIDKey is the name of the request id among a message's headers.
const requestIDKey = "x-request-id"

// wireOneID lets one request id, given or made at the door, reach every line
// and every hop of a request, beside the trace id. An id out of the queue that is
// not valid is dropped.
func wireOneID(s *Service) error {
	server, publish, consume := s.Hooks.Server, s.Hooks.Publish, s.Hooks.Consume
	s.Hooks.Server = func(service string, mux *http.ServeMux) http.Handler {
		return correlation.Middleware(server(service, mux))
	}
	s.Hooks.Transport = correlation.Transport(s.Hooks.Transport)
	s.Hooks.Publish = func(ctx context.Context, m *shop.Message) (context.Context, func(error)) {
		if id, ok := correlation.FromContext(ctx); ok {
			m.Headers[requestIDKey] = id
		}
		return publish(ctx, m)
	}
	s.Hooks.Consume = func(ctx context.Context, m shop.Message) (context.Context, func(error)) {
		if id := m.Headers[requestIDKey]; correlation.Valid(id) {
			ctx = correlation.NewContext(ctx, id)
		}
		return consume(ctx, m)
	}
	return nil
}
