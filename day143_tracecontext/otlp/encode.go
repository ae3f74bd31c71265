package otlp

import (
	"encoding/json"
	"log/slog"
	"math"
	"strconv"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// The bits of an OTLP span's flags above the 8 of the traceparent: whether the
// parent is remote is known, and whether it is.
const (
	otlpHasRemote = 0x100
	otlpIsRemote  = 0x200
)

// encode returns an ExportTraceServiceRequest on one line, without a
// newline. Spans of one scope go together, each scope with its resource: the
// resource is repeated when a provider has several tracers, which is legal and
// costs little under gzip.
func encode(spans []*tracecontext.SpanData) ([]byte, error) {
	var order []*tracecontext.Scope
	groups := map[*tracecontext.Scope][]otlpSpan{}
	for _, d := range spans {
		if _, seen := groups[d.Scope]; !seen {
			order = append(order, d.Scope)
		}
		groups[d.Scope] = append(groups[d.Scope], otlpSpanOf(d))
	}
	var m otlpTraces
	for _, scope := range order {
		var r otlpResourceSpans
		group := otlpScopeSpans{Spans: groups[scope]}
		if scope != nil { // nil only in a SpanData made by hand
			r.Resource.Attributes = otlpAttrs(scope.Resource)
			group.Scope.Name = scope.Name
		}
		r.ScopeSpans = []otlpScopeSpans{group}
		m.ResourceSpans = append(m.ResourceSpans, r)
	}
	return json.Marshal(m)
}

// otlpSpanOf is the message of one span. Counts of zero and empty lists are left
// out by omitempty, as protobuf leaves out defaults.
func otlpSpanOf(d *tracecontext.SpanData) otlpSpan {
	s := otlpSpan{
		TraceID:       d.Context.TraceID.String(),
		SpanID:        d.Context.SpanID.String(),
		TraceState:    d.Context.State.String(),
		Flags:         otlpFlags(d.Context.Flags, d.ParentRemote),
		Name:          d.Name,
		Kind:          d.Kind,
		Start:         otlpTime(d.Start),
		End:           otlpTime(d.End),
		Attributes:    otlpAttrs(d.Attrs),
		DroppedAttrs:  d.DroppedAttrs,
		DroppedEvents: d.DroppedEvents,
		DroppedLinks:  d.DroppedLinks,
		Status:        otlpStatus{Code: d.Status, Message: d.Message},
	}
	if d.Parent != (tracecontext.SpanID{}) { // a root has no such field, rather than zeros
		s.ParentSpanID = d.Parent.String()
	}
	for _, e := range d.Events {
		s.Events = append(s.Events, otlpEvent{otlpTime(e.Time), e.Name, otlpAttrs(e.Attrs), e.DroppedAttrs})
	}
	for _, l := range d.Links {
		s.Links = append(s.Links, otlpLink{
			l.Context.TraceID.String(), l.Context.SpanID.String(), l.Context.State.String(),
			otlpAttrs(l.Attrs), l.DroppedAttrs, otlpFlags(l.Context.Flags, l.Context.Remote),
		})
	}
	return s
}

// otlpFlags are the flags of a span or link. They say in any case that the
// sender knows whether the parent is remote; without 0x100 a receiver must guess.
func otlpFlags(f tracecontext.Flags, remote bool) uint32 {
	if remote {
		return uint32(f) | otlpHasRemote | otlpIsRemote
	}
	return uint32(f) | otlpHasRemote
}

// otlpTime is unsigned on the wire, so a time before 1970 becomes 0.
func otlpTime(t time.Time) otlpInt64 { return otlpInt64(max(0, t.UnixNano())) }

// otlpAttrs keeps the order; keys are unique already, but for those of a group,
// which are as they came.
func otlpAttrs(attrs []slog.Attr) []otlpKeyValue {
	out := make([]otlpKeyValue, 0, len(attrs))
	for _, a := range attrs {
		out = append(out, otlpKeyValue{a.Key, otlpValueOf(a.Value)})
	}
	return out
}

// otlpValueOf maps slog's kinds as OpenTelemetry's slog bridge does for
// durations (nanoseconds); a time becomes RFC 3339 text, to be read by people.
func otlpValueOf(v slog.Value) (out otlpValue) {
	switch v.Kind() {
	case slog.KindBool:
		out.Bool = new(v.Bool())
	case slog.KindInt64:
		out.Int = new(otlpInt64(v.Int64()))
	case slog.KindUint64:
		if u := v.Uint64(); u > math.MaxInt64 { // no room in the signed intValue
			out.String = new(strconv.FormatUint(u, 10))
		} else {
			out.Int = new(otlpInt64(u))
		}
	case slog.KindFloat64:
		out.Double = new(otlpDouble(v.Float64()))
	case slog.KindDuration:
		out.Int = new(otlpInt64(v.Duration()))
	case slog.KindTime:
		out.String = new(v.Time().Format(time.RFC3339Nano))
	case slog.KindGroup:
		out.List = &otlpList{otlpAttrs(v.Group())}
	default:
		out.String = new(v.String())
	}
	return out
}
