package tracecontext

import (
	"cmp"
	"context"
	"log/slog"
	"math"
	"time"
)

// Options configure a Provider; the zero value samples everything and exports
// nothing, which still propagates.
type Options struct {
	// Exporter receives each sampled span as it ends, on the goroutine that
	// ended it: put a batch.Batcher here. Nil discards.
	Exporter Exporter
	// Sampler decides for each span; nil is ParentBased(AlwaysOn).
	Sampler Sampler
	// Resource says who is speaking: service.name, service.version.
	Resource []slog.Attr
	// MaxAttrs, MaxEvents and MaxLinks bound a span, MaxAttrs its events and links too;
	// zero is 128 each. What is over is dropped and counted on the span.
	MaxAttrs, MaxEvents, MaxLinks int
	// MaxValueLen bounds each text in bytes, a stranger's path for one: it is cut; zero is
	// 4 KiB. The limits multiply, so that MaxBytes bounds the whole span; zero is 256 KiB.
	MaxValueLen, MaxBytes int
}

// Provider makes Tracers that share a sampler, an exporter and a resource. All
// its methods, and those of Tracer and Span, may be called concurrently.
type Provider struct {
	options Options
}

// NewProvider returns a Provider. It starts nothing.
func NewProvider(o Options) *Provider {
	if o.Sampler == nil {
		o.Sampler = ParentBased(AlwaysOn)
	}
	o.MaxAttrs, o.MaxEvents = cmp.Or(max(o.MaxAttrs, 0), 128), cmp.Or(max(o.MaxEvents, 0), 128)
	o.MaxLinks, o.MaxValueLen = cmp.Or(max(o.MaxLinks, 0), 128), cmp.Or(max(o.MaxValueLen, 0), 4<<10)
	o.MaxBytes = min(cmp.Or(max(o.MaxBytes, 0), 256<<10), math.MaxInt32)
	o.Resource, _ = freezeAttrs(o.Resource, &o)
	return &Provider{o}
}

// ForceFlush hands on what ended before it, where the exporter holds any back.
func (p *Provider) ForceFlush(ctx context.Context) error {
	if f, ok := p.options.Exporter.(flusher); ok {
		return f.ForceFlush(ctx)
	}
	return nil
}

// Shutdown flushes and closes the exporter, within ctx. Call it after the last
// request has been drained: spans that end later are dropped.
func (p *Provider) Shutdown(ctx context.Context) error {
	if p.options.Exporter == nil {
		return nil
	}
	return p.options.Exporter.Shutdown(ctx)
}

// Tracer starts spans under one instrumentation scope.
type Tracer struct {
	provider *Provider
	scope    *Scope
}

// Tracer returns a Tracer; name is the instrumenting package's, "shop/orders".
func (p *Provider) Tracer(name string) *Tracer {
	return &Tracer{p, &Scope{Name: name, Resource: p.options.Resource}}
}

// Start begins an internal span, child of the current span of ctx, or the root
// of a new trace when ctx has none. End it exactly where the work ends: a
// deferred End is the habit. The returned context carries the span; for work
// that outlives the request hand on context.WithoutCancel of it.
func (t *Tracer) Start(ctx context.Context, name string, attrs ...slog.Attr) (context.Context, *Span) {
	return t.StartKind(ctx, KindInternal, name, attrs...)
}

// StartKind is Start for the other kinds: a producer puts a message on a queue,
// a consumer takes one off.
func (t *Tracer) StartKind(ctx context.Context, kind Kind, name string, attrs ...slog.Attr) (context.Context, *Span) {
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, s := t.StartFrom(ctx, FromContext(ctx), kind, name)
	s.Set(attrs...)
	return ctx, s
}

// node is a context and its span in one allocation. Who holds the span thus holds
// its parent contexts, request and all, which is why a SpanData, and never a Span,
// is what waits in a queue.
type node struct {
	context.Context
	span Span
}

func (n *node) Value(key any) any {
	if key == (contextKey{}) {
		return &n.span
	}
	return n.Context.Value(key)
}

// StartFrom begins a span under parent, whatever ctx carries: for a server that has
// to choose between the two. A parent that is not valid gives the root of a new trace.
func (t *Tracer) StartFrom(ctx context.Context, parent SpanContext, kind Kind, name string) (context.Context, *Span) {
	n := &node{Context: ctx}
	s := &n.span
	if parent.Valid() {
		s.sc.TraceID = parent.TraceID
		s.sc.Flags = parent.Flags & FlagRandom // a continued trace copies it, set or not
	} else {
		parent = SpanContext{}
		s.sc.TraceID, s.sc.Flags = newTraceID(), FlagRandom
	}
	s.sc.SpanID = newSpanID() // unsampled spans have one too: it goes out
	d := t.provider.options.Sampler(SampleParams{parent, s.sc.TraceID, name, kind})
	s.sc.State = d.State
	if d.Sample {
		s.sc.Flags |= FlagSampled
		limits := &t.provider.options
		s.rec = &recording{tracer: t, room: int32(limits.MaxBytes)}
		s.rec.data.begin(s.sc, parent, kind, cut(name, limits.MaxValueLen), t.scope)
	}
	return n, s
}

// finish exports one ended span. The request's context is done with by now, so
// the exporter gets a fresh one.
func (t *Tracer) finish(one []*SpanData) {
	d := one[0]
	d.End = d.Start.Add(time.Since(d.Start)) // monotonic: a stepped clock can't make it negative
	if e := t.provider.options.Exporter; e != nil {
		// An error here has nobody to go to; a batch.Batcher counts and reports it.
		_ = e.Export(context.Background(), one)
	}
}
