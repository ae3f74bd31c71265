package tracecontext

import (
	"log/slog"
	"time"
)

// Kind says which side of a call a span is. The numbers are OTLP's.
type Kind int

const (
	KindInternal Kind = 1 + iota // work inside the process
	KindServer                   // a request taken in
	KindClient                   // a request sent out
	KindProducer                 // a message put on a queue
	KindConsumer                 // a message taken off
)

// Status is a span's verdict. The numbers are OTLP's: 1 is good, 2 is bad.
type Status int

const (
	StatusUnset Status = iota // no error seen; the usual verdict of a good span
	StatusOK                  // the application vouches for it
	StatusError               // the operation failed
)

// Scope is what the spans of one Tracer share.
type Scope struct {
	Name     string
	Resource []slog.Attr
}

// SpanData is the record of an ended span. It holds copies only, no context and
// no *Span, so that a full queue keeps no finished request alive. An exporter
// that got one shares it with others and must not change it.
type SpanData struct {
	Name         string
	Kind         Kind
	Context      SpanContext
	Parent       SpanID // zero at a root
	ParentRemote bool   // the parent is in another process
	Start, End   time.Time
	Attrs        []slog.Attr // keys are unique; values are plain, see attr.go
	Events       []Event     // moments within the span
	Links        []Link      // spans that are related but no parent
	Status       Status
	Message      string // why the status is StatusError

	// What the limits of Options kept out.
	DroppedAttrs, DroppedEvents, DroppedLinks int

	Scope *Scope
}

// begin fills in what is known at the start.
func (d *SpanData) begin(sc, parent SpanContext, kind Kind, name string, scope *Scope) {
	d.Name, d.Kind, d.Context, d.Scope = name, kind, sc, scope
	d.Parent, d.ParentRemote = parent.SpanID, parent.Remote
	d.Start = time.Now()
}

// Duration is End - Start, never negative.
func (d *SpanData) Duration() time.Duration { return max(0, d.End.Sub(d.Start)) }
