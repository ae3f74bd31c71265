// Package tracecontext is distributed tracing from scratch: the headers of W3C
// Trace Context Level 2, a tracer, samplers at the head and at the tail, and
// exporters, on the standard library alone.
//
// # Model
//
// A trace is the tree of spans that one request leaves behind. Its trace id is
// constant; each hop mints a span id whose parent is the one that came in.
// Whether to record is decided once, at the root, and travels in the flags.
//
//	provider := tracecontext.NewProvider(tracecontext.Options{Exporter: batcher})
//	tracer := provider.Tracer("shop/orders")
//	handler := tracecontext.Middleware(mux, tracecontext.HTTPOptions{Tracer: tracer})
//	client := &http.Client{Transport: tracecontext.Transport(nil, tracecontext.HTTPOptions{Tracer: tracer})}
//
// A queue carries the trace in the message. One message has a parent; a batch
// has a span of its own with a link to each:
//
//	ctx, span := tracer.StartKind(ctx, tracecontext.KindProducer, "orders publish")
//	tracecontext.InjectMap(span.Context(), message.Headers)
//	...
//	ctx = tracecontext.NewContext(ctx, tracecontext.ExtractMap(message.Headers))
//	ctx, span = tracer.StartKind(ctx, tracecontext.KindConsumer, "orders process")
//
// # Specifications
//
// W3C Trace Context Level 2 for the headers; section numbers in comments are
// its. OpenTelemetry's "TraceState: Probability Sampling" for ot=th:, its
// semantic conventions for HTTP (1.23 and later) for names, and OTLP/HTTP with
// JSON for export.
//
// # Promises
//
// All types are safe for concurrent use. Constructors start nothing: a Batcher
// runs goroutines only while it exports, a TailSampler a timer only while it
// holds traces, and after Shutdown neither has any. No lock is held during I/O
// or while your code runs. Input from outside never panics and costs linear
// time; a missing Tracer or a NaN share panics at start-up.
//
// Extract copies nothing. Inject allocates once; an unsampled span once, a
// sampled one twice, and once more for up to six attributes, its way through
// the batcher included.
//
// # Retry
//
// OTLPExporter tries again after 429, 502, 503 and 504, after a refused, broken
// or timed-out connection and a cut answer, and after nothing else: a partial
// success is reported as PartialError. The wait is random below a bound that
// doubles up to MaxBackoff, and at least Retry-After. When the wait would
// outlast the budget, it gives up at once.
//
// # Deviations
//
//   - A received list of more than 32 members, or with a bad one, is dropped
//     whole; the specification leaves that open. Repeated members count.
//   - Inject cuts a tracestate to 512 bytes, the length that the specification
//     asks everybody to carry.
//   - A threshold has four significant hex digits in the decision as well as in
//     ot=th:, so that what is published is exactly what was done.
//   - url.full is recorded without user and query, where secrets travel.
//   - A value that is not a string, bool, number, time or group is recorded as
//     text, taken when it is set. Lists are text too.
//
// # Does not handle
//
// Passing a request through: who mints no span id has to forward both headers as
// they came, and not what Extract and Inject make of them (3.4). Baggage, B3 and
// Jaeger headers, traceresponse; ot=rv: (explicit randomness, carried but not
// used); sampling by attributes, rate or remote configuration;
// limits on the length of values; protobuf and gRPC; metrics or logs of its own
// beyond Stats and OnError; spilling to disk while a collector is away.
//
// Tests read WORKBOOK_ROUNDS, a whole number that multiplies the length of
// property tests (default 1).
package tracecontext
