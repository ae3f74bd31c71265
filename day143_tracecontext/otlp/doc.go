// Package otlp sends spans to a collector by OTLP/HTTP, as gzipped JSON, or writes
// them line by line. OpenTelemetry's module for Go has it in
// exporters/otlp/otlptrace/otlptracehttp (internal/retry, partialsuccess.go) and
// exporters/stdout/stdouttrace. Begin with Export in exporter.go, then retry.go: which failures
// deserve a second try. The encoding is in encode.go and json.go.
//
// The format is the OpenTelemetry Protocol 1.x in its JSON Protobuf encoding.
//
// # Retry
//
// Exporter tries again after 429, 502, 503 and 504, after a refused, broken
// or timed-out connection and a cut answer, and after nothing else. A certificate that
// can't be trusted, http where https is spoken and the reverse are errors at once. A
// partial success is reported as PartialError. The wait is random below a bound that
// doubles up to MaxBackoff, and at least Retry-After. When the wait would
// outlast the budget, it gives up at once; when ctx ends during it, the error is ctx's.
//
// No redirect is followed, whatever the Client would do: as a GET it would lose the
// spans, and another host would get the custom headers.
//
// # Does not handle
//
// Protobuf and gRPC.
package otlp
