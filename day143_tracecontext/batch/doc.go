// Package batch collects ended spans and exports them in the background, many at a
// time. It is sdk/trace/batch_span_processor.go of OpenTelemetry's module for Go,
// with the same defaults. Begin with the fields of Batcher in batcher.go.
//
//	provider := tracecontext.NewProvider(tracecontext.Options{Exporter: batch.New(exporter, batch.Options{})})
//	...
//	err := provider.Shutdown(ctx) // flushes, within ctx
//
// # Promises
//
// Export never blocks: when the queue is full, in spans or in bytes, the newest span is
// dropped and counted, and OnError is told once a minute how many. Goroutines run only
// while something is exported, a timer only while something waits, and after Shutdown
// neither is left. No lock is held during an export. What was accepted is exported, failed, waiting or under way, to the span.
//
// Several exports run at once: one after the other, 512 spans at a round trip of 100 ms
// would be 5,120 a second, and the rest dropped. A flush still knows what ended before it.
//
// # Does not handle
//
// Spilling to disk while a collector is away.
package batch
