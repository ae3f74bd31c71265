// Package otelhttp puts spans on net/http: Middleware gives each request that comes
// in a server span, and Transport gives each one that goes out a client span. It is
// instrumentation/net/http/otelhttp of opentelemetry-go-contrib (handler.go,
// transport.go, resp_writer_wrapper.go). Begin with Transport, the shorter one.
//
//	handler := otelhttp.Middleware(mux, otelhttp.Options{Tracer: tracer})
//	client := &http.Client{Transport: otelhttp.Transport(nil, otelhttp.Options{Tracer: tracer})}
//
// Names and attributes are those of OpenTelemetry's semantic conventions for HTTP
// (1.23 and later). A missing Tracer panics at start-up.
//
// # Deviations
//
// url.full is recorded without user and query, where secrets travel.
//
// # Does not handle
//
// Metrics (day 142 has them), sizes of bodies, and the headers of requests.
package otelhttp
