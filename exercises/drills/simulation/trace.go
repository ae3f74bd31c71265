package simulation

import (
	"context"
	"encoding/binary"
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
	correlation "workbook/day145_correlation"
)

// Trace is what one request is known by: a trace id and a request id. The zero ids are left out.
type Trace struct {
	ID        tracecontext.TraceID
	RequestID string

	world  *World
	spans  []*tracecontext.SpanData
	scopes map[*Process]*tracecontext.Scope
}

// Trace returns new ids. Its spans are exported by Export, or never.
func (w *World) Trace() *Trace {
	tr := &Trace{RequestID: w.Text(12), world: w, scopes: map[*Process]*tracecontext.Scope{}}
	binary.BigEndian.PutUint64(tr.ID[:8], w.source.Uint64())
	binary.BigEndian.PutUint64(tr.ID[8:], w.source.Uint64())
	return tr
}

// Anew returns a trace with a new id for the same request: what a hop makes that does not take the id it was given.
func (tr *Trace) Anew() *Trace {
	other := tr.world.Trace()
	other.RequestID = tr.RequestID
	return other
}

// context carries both ids, for the lines.
func (tr *Trace) context() context.Context {
	sc := tracecontext.SpanContext{TraceID: tr.ID, SpanID: tracecontext.SpanID{7: 1}} // no line shows a span id
	return correlation.NewContext(tracecontext.NewContext(context.Background(), sc), tr.RequestID)
}

// Span adds a span of p below parent, which is nil at the root.
func (tr *Trace) Span(p *Process, parent *tracecontext.SpanData, kind tracecontext.Kind, name string,
	from time.Time, took time.Duration, attrs ...slog.Attr) *tracecontext.SpanData {
	if tr.scopes[p] == nil {
		tr.scopes[p] = &tracecontext.Scope{Name: "shop", Resource: p.resource}
	}
	d := &tracecontext.SpanData{Name: name, Kind: kind, Start: from, End: from.Add(took), Attrs: attrs, Scope: tr.scopes[p]}
	d.Context.TraceID = tr.ID
	binary.BigEndian.PutUint64(d.Context.SpanID[:], tr.world.source.Uint64())
	d.Context.Flags = 1
	if parent != nil {
		d.Parent = parent.Context.SpanID
		d.ParentRemote = parent.Scope != d.Scope
	}
	tr.spans = append(tr.spans, d)
	return d
}

// Fail marks a span as failed, and says why.
func Fail(d *tracecontext.SpanData, why string) {
	d.Status, d.Message = tracecontext.StatusError, why
}

// Export sends the spans when the last of them has ended.
func (tr *Trace) Export() {
	last := tr.spans[0].End
	for _, d := range tr.spans {
		if d.End.After(last) {
			last = d.End
		}
	}
	tr.world.At(last, func() { tr.world.export(tr.spans) })
}
