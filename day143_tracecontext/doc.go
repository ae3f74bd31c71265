// Package tracecontext is distributed tracing from scratch: the headers of W3C
// Trace Context Level 2, a tracer and samplers, on the standard library alone. Its
// rooms, the folders below it, put spans on net/http, batch, sample, send and draw
// them. Begin with spancontext.go: what crosses a process boundary.
//
// # Model
//
// A trace is the tree of spans that one request leaves behind. Its trace id is
// constant; each hop mints a span id whose parent is the one that came in.
// Whether to record is decided once, at the root, and travels in the flags.
//
//	provider := tracecontext.NewProvider(tracecontext.Options{Exporter: batch.New(exporter, batch.Options{})})
//	tracer := provider.Tracer("shop/orders")
//	handler := otelhttp.Middleware(mux, otelhttp.Options{Tracer: tracer})
//	client := &http.Client{Transport: otelhttp.Transport(nil, otelhttp.Options{Tracer: tracer})}
//
// A queue carries the trace in the message. One message has a parent; a batch
// has a span of its own with a link to each:
//
//	ctx, span := tracer.StartKind(ctx, tracecontext.KindProducer, "publish orders")
//	tracecontext.InjectMap(span.Context(), message.Headers)
//	...
//	ctx = tracecontext.NewContext(ctx, tracecontext.ExtractMap(message.Headers))
//	ctx, span = tracer.StartKind(ctx, tracecontext.KindConsumer, "process orders")
//
// # Specifications
//
// W3C Trace Context Level 2 for the headers; section numbers in comments are
// its. OpenTelemetry's "TraceState: Probability Sampling" (status: Development) for
// R, T and ot=th:. In OpenTelemetry's own module for Go this package is trace and
// sdk/trace. Its stock TraceIDRatioBased does not follow that page yet and decides by
// other bits: beside Ratio at the same share it is a second coin. Where both serve one
// trace, only the root may ask a sampler, and ParentBased follows it everywhere else.
//
// # Promises
//
// All types are safe for concurrent use. Constructors start nothing. No lock is
// held during I/O or while your code runs. Input from outside never panics and
// costs linear time; a NaN share panics at start-up.
//
// Extract copies nothing. Inject allocates once; an unsampled span once, a
// sampled one twice, and once more for up to six attributes, its way through
// the batcher included.
//
// # Bounds
//
//	what                limit                            beyond it          held by
//	traceparent         55 bytes are read                the rest ignored   FuzzParseTraceparent
//	tracestate in       32 members of 513 bytes          dropped whole      tracestate TestParse
//	tracestate out      512 bytes                        cut by members     TestHopHeaders
//	text in a span      4 KiB, MaxValueLen               cut                TestTextsAreCut
//	values in a group   512, 8 deep                      left out           TestGroupsDoNotMultiply
//	span                128 each, MaxAttrs, MaxEvents,   dropped, counted   TestLimits
//	                    MaxLinks; 256 KiB, MaxBytes      on the span        TestSpanIsBounded
//	Ring                n spans, 2 KiB x n               oldest go          TestRingIsBounded
//	batch queue         2,048 spans, 32 MiB              newest dropped,    batch TestSlowExporter,
//	                                                     counted, told      TestQueueIsBoundedInBytes
//	tail sampler        50,000 traces, 64 MiB            judged early       tailsampling TestBounds
//	verdicts            4 x traces                       oldest forgotten   TestForgetsVerdicts
//	export              10 s, 25 s with retries          failed, counted    otlp TestBadCollectors
//	answer              64 KiB, 1 KiB of a refusal       not read           otlp TestEndlessAnswer
//
// # Deviations
//
//   - Inject cuts a tracestate to 512 bytes, the length that the specification
//     asks everybody to carry.
//   - A threshold has four significant hex digits in the decision as well as in
//     ot=th:, so that what is published is exactly what was done.
//   - A value that is not a string, bool, number, time or group is recorded as
//     text, taken when it is set. Lists are text too.
//
// # Does not handle
//
// Passing a request through: a service that mints no span id has to forward both headers
// as they came, and not what Extract and Inject make of them (3.4). Baggage, B3 and
// Jaeger headers, traceresponse; ot=rv: (explicit randomness, carried but not
// used); sampling by attributes, rate or remote configuration; metrics or logs of its
// own beyond batch's Stats and OnError.
//
// Tests read WORKBOOK_ROUNDS, a whole number that multiplies the length of
// property tests (default 1).
package tracecontext
