package tracecontext

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
)

// Span is one operation under way. Its methods may be called concurrently and
// on a nil *Span; after End they change nothing.
type Span struct {
	sc  SpanContext // fixed at Start, so it is read without a lock
	rec *recording  // nil when not sampled: most spans are this small
}

// recording is what a sampled span needs besides. It stands apart from the
// Span, which lies in a context, because its data waits in the exporter's queue
// long after the request.
type recording struct {
	tracer *Tracer
	ended  atomic.Bool
	room   int32 // bytes that the record may still grow by
	mu     sync.Mutex
	data   SpanData // the exporter's once ended is set and mu was free after that
	// one is the slice that End exports; exporters may not keep it, so it needs
	// no allocation of its own.
	one [1]*SpanData
}

func (r *recording) limits() *Options { return &r.tracer.provider.options }

// Context is what to send to the next hop: Inject(span.Context(), header).
func (s *Span) Context() SpanContext {
	if s == nil {
		return SpanContext{}
	}
	return s.sc
}

// End closes the span and exports it if it was sampled. Only the first call
// counts: one compare-and-swap picks the winner among concurrent ones.
func (s *Span) End() {
	if !s.sampled() {
		return
	}
	first := s.rec.ended.CompareAndSwap(false, true)
	if !first {
		return
	}
	// Whoever edits now saw a span that had not ended. Later ones see that it
	// has, so after this the record changes no more.
	s.rec.mu.Lock()
	s.rec.one[0] = &s.rec.data
	s.rec.mu.Unlock()
	s.rec.tracer.finish(s.rec.one[:])
}

// Set adds attributes, or updates those whose key is there already. Values are
// frozen as they are: LogValuers resolved, other types turned into text.
func (s *Span) Set(attrs ...slog.Attr) {
	if !s.sampled() || len(attrs) == 0 {
		return
	}
	limits := s.rec.limits()
	attrs = frozen(attrs, limits.MaxValueLen)
	s.edit(func(d *SpanData) {
		if d.Attrs == nil { // room for what HTTP spans get, in one go
			d.Attrs = make([]slog.Attr, 0, min(max(len(attrs), 6), limits.MaxAttrs))
		}
		merged, dropped := mergeAttrs(d.Attrs, attrs, limits.MaxAttrs, &s.rec.room)
		d.Attrs = merged
		d.DroppedAttrs += dropped
	})
}

// Fail marks the span as failed and notes err as an exception event. A nil err
// does nothing. It does not overrule Succeed.
func (s *Span) Fail(err error) {
	if !s.sampled() || err == nil {
		return
	}
	text := frozenText(err, s.rec.limits().MaxValueLen)
	s.SetStatus(StatusError, text)
	s.Event("exception", slog.String("exception.type", fmt.Sprintf("%T", err)), slog.String("exception.message", text))
}

// Succeed marks the span as good by decision of the application, whatever an
// error on the way looked like. Most spans need neither: unset means no error.
func (s *Span) Succeed() { s.SetStatus(StatusOK, "") }

// SetStatus sets the verdict, by OpenTelemetry's rules for Set Status: StatusOK is
// final, StatusUnset changes nothing, and a message belongs to StatusError alone.
func (s *Span) SetStatus(verdict Status, message string) {
	if !s.sampled() {
		return
	}
	if verdict != StatusError {
		message = ""
	}
	message = cut(message, s.rec.limits().MaxValueLen)
	s.edit(func(d *SpanData) {
		if d.Status != StatusOK && verdict != StatusUnset {
			d.Status, d.Message = verdict, message
		}
	})
}

// Rename changes the name, for when the route is known only afterwards.
func (s *Span) Rename(name string) {
	s.edit(func(d *SpanData) { d.Name = cut(name, s.rec.limits().MaxValueLen) })
}

// sampled lets the methods of an unsampled or nil span return at once.
func (s *Span) sampled() bool { return s != nil && s.rec != nil }

// edit runs f on the record, unless the span has ended or has none. f must not
// call into the user's code: it runs under the lock.
func (s *Span) edit(f func(*SpanData)) {
	if !s.sampled() {
		return
	}
	s.rec.mu.Lock()
	defer s.rec.mu.Unlock()
	if !s.rec.ended.Load() {
		f(&s.rec.data)
	}
}
