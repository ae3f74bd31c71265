package main

// This is the one file to edit. main calls the six functions in this order,
// after everything was opened and before the first request; an error ends the
// start. Each has a stage of tests: go test -run TestStage1 ./exercises/capstone
//
// What you work on is a *Service: see service.go for what each field does, and
// shop/hooks.go for the places where the shop lets you in.

// wireLogs makes every line of the process one JSON object: those of the shop,
// of net/http (ErrorLog) and of the log and slog packages. No line shows a card
// number, and each line written for a request has the ids of its context.
func wireLogs(s *Service) error {
	// TODO: set s.Hooks.Log and s.ErrorLog, and make the logger slog's default.
	return nil
}

// wireMetrics counts and times every request of both services by route
// template, serves them at GET /metrics of s.AdminMux beside the runtime's
// gauges and s.RegisterVitals, and lets a latency bucket show the trace of a request in it.
func wireMetrics(s *Service) error {
	// TODO: make a registry and its RED, then wrap s.Hooks.Route and s.Hooks.Server.
	return nil
}

// wireTraces gives each request a trace that goes on through the payments
// service, the queue and the work after the answer. Spans go to s.OTLP when it
// is set, else to s.Recent; s.Flush sends what is still waiting, s.SpanStats counts
// what was lost. An s.OTLP that is no URL is an error.
func wireTraces(s *Service) error {
	// TODO: make a provider, then set or wrap Server, Transport, Publish, Consume and Detach.
	return nil
}

// wireProbes answers /livez, /healthz, /readyz and /startupz on s.AdminMux,
// watches the worker's loop and the Redis when there is one, so that one that is
// lost or takes no orders shows within 2.5 s, and drains the service in the order that loses nothing.
func wireProbes(s *Service) error {
	// TODO: make a probe, run it in s.Background, and set s.Hooks.Beat and s.Serve.
	return nil
}

// wireAlert states one objective, 99% of the clients' requests over two hours,
// and one alert for it, which fires while the budget burns too fast. It writes
// what Prometheus needs to s.Rules, if set; what can't be written is an error.
func wireAlert(s *Service) error {
	// TODO: make a policy over the counter of stage 2 and set s.Objective.
	return nil
}

// wireOneID lets one request id, given or made at the door, reach every line
// and every hop of a request, beside the trace id. An id out of the queue that is
// not valid is dropped.
func wireOneID(s *Service) error {
	// TODO: wrap Server, Transport, Publish and Consume.
	return nil
}
