package tracecontext_test

import (
	"context"
	"log/slog"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/tailsampling"
	"workbook/day143_tracecontext/tracestate"
)

func TestStartRoot(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	ctx, span := tracer.Start(context.Background(), "work", slog.Int("n", 1))
	sc := span.Context()
	flags := tracecontext.FlagSampled | tracecontext.FlagRandom
	if !sc.Valid() || sc.Flags != flags || sc.Remote || sc.State != (tracestate.State{}) {
		t.Errorf("root %+v, want valid, sampled and random", sc)
	}
	if tracecontext.FromContext(ctx) != sc || tracecontext.SpanFromContext(ctx) != span {
		t.Error("the returned context does not carry the span")
	}
	span.End()
	d := only(t, got)
	if d.Context != sc || d.Parent != (tracecontext.SpanID{}) || d.ParentRemote || d.Kind != tracecontext.KindInternal || d.Name != "work" || d.Scope.Name != "test" {
		t.Errorf("record %+v does not match its span", d)
	}
}

func TestStartChild(t *testing.T) {
	for _, flags := range []tracecontext.Flags{0, 1, 2, 3} {
		tracer, got := newSink(tracecontext.Options{Sampler: tracecontext.AlwaysOn})
		remote := tracecontext.SpanContext{idWith(5), randomSpanID(), flags, true, mustState(t, "foo=1")}
		ctx, server := tracer.StartKind(tracecontext.NewContext(context.Background(), remote), tracecontext.KindServer, "in")
		_, client := tracer.StartKind(ctx, tracecontext.KindClient, "out")
		client.End()
		server.End()
		c, s := got.Spans()[0], got.Spans()[1]
		if s.Context.TraceID != remote.TraceID || s.Parent != remote.SpanID || !s.ParentRemote {
			t.Errorf("server span %+v, want a remote child of %+v", s.Context, remote)
		}
		if c.Context.TraceID != remote.TraceID || c.Parent != s.Context.SpanID || c.ParentRemote ||
			c.Context.State != remote.State {
			t.Errorf("client span %+v, want a local child of %+v", c.Context, s.Context)
		}
		if want := flags&tracecontext.FlagRandom | tracecontext.FlagSampled; c.Context.Flags != want {
			t.Errorf("flags %s after %s, want %s: random is copied, set or not", c.Context.Flags, flags, want)
		}
	}
}

func TestStartInvalidParentIsRoot(t *testing.T) {
	tracer, _ := newSink(tracecontext.Options{})
	half := tracecontext.SpanContext{TraceID: idWith(1), State: mustState(t, "foo=1")} // no span id
	_, span := tracer.Start(tracecontext.NewContext(context.Background(), half), "work")
	if sc := span.Context(); sc.TraceID == half.TraceID || sc.State != (tracestate.State{}) {
		t.Errorf("after an invalid parent %+v, want a new trace without tracestate", sc)
	}
	//lint:ignore SA1012 a nil context is the case under test
	if ctx, span := tracer.Start(nil, "work"); !span.Context().Valid() || ctx.Err() != nil { //nolint:staticcheck
		t.Error("a nil context gave an invalid span, or a context that has ended")
	}
}

func TestUnsampledHasIdsAndIsNotExported(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{Sampler: tracecontext.AlwaysOff})
	ctx, span := tracer.Start(context.Background(), "work")
	_, child := tracer.Start(ctx, "more")
	child.Set(slog.Int("n", 1))
	child.Event("e")
	child.Fail(context.Canceled)
	child.End()
	span.End()
	a, b := span.Context(), child.Context()
	if !a.Valid() || !b.Valid() || a.SpanID == b.SpanID || a.TraceID != b.TraceID || a.Sampled() || b.Sampled() {
		t.Errorf("unsampled spans %+v and %+v, want valid ids of one trace", a, b)
	}
	if n := len(got.Spans()); n != 0 {
		t.Errorf("%d unsampled spans were exported", n)
	}
}

func TestNewContextHidesLocalSpan(t *testing.T) {
	tracer, _ := newSink(tracecontext.Options{})
	ctx, _ := tracer.Start(context.Background(), "work")
	remote := tracecontext.SpanContext{idWith(1), randomSpanID(), 1, true, tracestate.State{}}
	inner := tracecontext.NewContext(ctx, remote)
	if tracecontext.FromContext(inner) != remote || tracecontext.SpanFromContext(inner) != nil {
		t.Error("the innermost of a span and a remote context must win")
	}
	if tracecontext.FromContext(context.Background()).Valid() || tracecontext.SpanFromContext(context.Background()) != nil {
		t.Error("a bare context has a span")
	}
}

// TestEndIsMonotonic runs on the bubble's clock, which End must read as elapsed
// time on top of the start.
func TestEndIsMonotonic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tracer, got := newSink(tracecontext.Options{})
		_, span := tracer.Start(context.Background(), "work")
		<-time.After(1500 * time.Millisecond)
		span.Event("half")
		<-time.After(1500 * time.Millisecond)
		span.End()
		d := only(t, got)
		if d.Duration() != 3*time.Second || d.Events[0].Time.Sub(d.Start) != 1500*time.Millisecond {
			t.Errorf("took %v, event after %v, want 3s and 1.5s", d.Duration(), d.Events[0].Time.Sub(d.Start))
		}
	})
}

// TestSpanContextCancels: the span's own context type keeps what context
// promises: values, deadlines and cancellation reach children of it.
func TestSpanContextCancels(t *testing.T) {
	type key struct{}
	parent, cancel := context.WithCancelCause(context.WithValue(context.Background(), key{}, "v"))
	tracer, _ := newSink(tracecontext.Options{})
	ctx, _ := tracer.Start(parent, "work")
	child, stop := context.WithCancel(ctx)
	defer stop()
	detached := context.WithoutCancel(ctx)
	cancel(context.DeadlineExceeded)
	<-child.Done()
	if ctx.Value(key{}) != "v" || context.Cause(child) != context.DeadlineExceeded {
		t.Errorf("value %v, cause %v", ctx.Value(key{}), context.Cause(child))
	}
	if detached.Err() != nil || tracecontext.FromContext(detached) != tracecontext.FromContext(ctx) {
		t.Error("context.WithoutCancel must stay alive and in the trace")
	}
}

// TestQueuedSpanFreesRequest: what waits in the batcher keeps nothing of the
// request alive.
func TestQueuedSpanFreesRequest(t *testing.T) {
	b := batch.New(tracecontext.NewRing(1), batch.Options{Interval: time.Hour})
	tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: b}).Tracer("test")
	type (
		request [1 << 20]byte
		key     struct{}
	)
	request1 := func() weak.Pointer[request] {
		r := &request{}
		ctx, span := tracer.Start(context.WithValue(context.Background(), key{}, r), "work")
		_, child := tracer.Start(ctx, "child", slog.String("k", "v"))
		child.End()
		span.End()
		return weak.Make(r)
	}()
	for range 10 {
		runtime.GC()
		if request1.Value() == nil {
			break
		}
	}
	if request1.Value() != nil {
		t.Error("a queued span keeps its request's context alive")
	}
	if s := b.Stats(); s.Accepted != 2 || s.Exported != 0 {
		t.Errorf("batcher %+v, want two spans still waiting", s)
	}
	if err := b.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestSpanAllocs(t *testing.T) {
	off, _ := newSink(tracecontext.Options{Sampler: tracecontext.AlwaysOff})
	ctx := context.Background()
	maxAllocs(t, "unsampled span", 1, func() { _, s := off.Start(ctx, "work"); s.End() })
	b := batch.New(discard{}, batch.Options{Interval: time.Hour})
	on := tracecontext.NewProvider(tracecontext.Options{Exporter: b}).Tracer("test")
	maxAllocs(t, "batched span", 2, func() { _, s := on.Start(ctx, "work"); s.End() })
	maxAllocs(t, "batched span with 6 attributes", 3, func() {
		_, s := on.Start(ctx, "work")
		s.Set(slog.String("a", "b"), slog.Int("n", 1), slog.Bool("c", true), slog.Duration("d", 1), slog.Float64("e", 2), slog.String("f", "g"))
		s.End()
	})
}

// discard is an Exporter that forgets.
type discard struct{}

func (discard) Export(context.Context, []*tracecontext.SpanData) error { return nil }
func (discard) Shutdown(context.Context) error                         { return nil }

func BenchmarkSpanUnsampled(b *testing.B) {
	tracer := tracecontext.NewProvider(tracecontext.Options{Sampler: tracecontext.AlwaysOff}).Tracer("bench")
	b.ReportAllocs()
	for b.Loop() {
		_, span := tracer.Start(context.Background(), "work")
		span.End()
	}
}

func BenchmarkSpanBatched(b *testing.B) {
	batcher := batch.New(discard{}, batch.Options{})
	tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: batcher}).Tracer("bench")
	b.ReportAllocs()
	for b.Loop() {
		_, span := tracer.Start(context.Background(), "work")
		span.End()
	}
	_ = batcher.Shutdown(context.Background())
}

// shutCounter counts how often it is shut down.
type shutCounter struct {
	*tracecontext.Ring
	shutdowns int
}

func (s *shutCounter) Shutdown(context.Context) error { s.shutdowns++; return nil }

func TestProviderFlushAndShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shutCounter{Ring: tracecontext.NewRing(1)}
		tail := tailsampling.New(batch.New(s, batch.Options{}), tailsampling.Options{Baseline: 1})
		p := tracecontext.NewProvider(tracecontext.Options{Exporter: tail})
		_, span := p.Tracer("test").Start(context.Background(), "work")
		span.End()
		if err := p.ForceFlush(context.Background()); err != nil || len(s.Spans()) != 0 {
			t.Errorf("ForceFlush: %v, %d spans, want the trace to go on waiting for its verdict", err, len(s.Spans()))
		}
		if err := p.Shutdown(context.Background()); err != nil || len(s.Spans()) != 1 || s.shutdowns != 1 {
			t.Errorf("Shutdown: %v, %d spans, shut down %d times", err, len(s.Spans()), s.shutdowns)
		}
		bare := tracecontext.NewProvider(tracecontext.Options{})
		if bare.ForceFlush(context.Background()) != nil || bare.Shutdown(context.Background()) != nil {
			t.Error("a provider without exporter fails")
		}
	})
}
