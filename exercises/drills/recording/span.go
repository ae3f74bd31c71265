package recording

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// otlpLine is the part of an ExportTraceServiceRequest, in OTLP's JSON mapping, that a recording uses.
type otlpLine struct {
	ResourceSpans []struct {
		Resource   struct{ Attributes []otlpAttr }
		ScopeSpans []struct{ Spans []otlpSpan }
	}
}

type otlpSpan struct {
	TraceID, SpanID, ParentSpanID string
	Name                          string
	Kind                          tracecontext.Kind
	Start                         int64 `json:"startTimeUnixNano,string"`
	End                           int64 `json:"endTimeUnixNano,string"`
	Attributes                    []otlpAttr
	Status                        struct {
		Code    tracecontext.Status
		Message string
	}
}

type otlpAttr struct {
	Key   string
	Value struct{ StringValue, IntValue string }
}

func (r *Recording) addSpans(text string) error {
	var line otlpLine
	if err := json.Unmarshal([]byte(text), &line); err != nil {
		return err
	}
	for _, resource := range line.ResourceSpans {
		scope := &tracecontext.Scope{Resource: attrs(resource.Resource.Attributes)}
		for _, group := range resource.ScopeSpans {
			for _, s := range group.Spans {
				d, err := s.data(scope)
				if err != nil {
					return err
				}
				r.Spans = append(r.Spans, d)
			}
		}
	}
	return nil
}

// data is the span as day 143 holds it, which is what a waterfall draws.
func (s otlpSpan) data(scope *tracecontext.Scope) (*tracecontext.SpanData, error) {
	d := &tracecontext.SpanData{
		Name: s.Name, Kind: s.Kind, Scope: scope, Attrs: attrs(s.Attributes),
		Start: time.Unix(0, s.Start).UTC(), End: time.Unix(0, s.End).UTC(),
		Status: s.Status.Code, Message: s.Status.Message,
	}
	for _, id := range []struct {
		to   []byte
		text string
	}{{d.Context.TraceID[:], s.TraceID}, {d.Context.SpanID[:], s.SpanID}, {d.Parent[:], s.ParentSpanID}} {
		if id.text == "" { // a root has no parent
			continue
		}
		if len(id.text) != 2*len(id.to) {
			return nil, fmt.Errorf("span id %.64q, want %d digits", id.text, 2*len(id.to))
		}
		if _, err := hex.Decode(id.to, []byte(id.text)); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func attrs(list []otlpAttr) (out []slog.Attr) {
	for _, a := range list {
		out = append(out, slog.String(a.Key, a.Value.StringValue+a.Value.IntValue)) // one of the two is empty
	}
	return out
}

// Instance is the process that made a span.
func Instance(d *tracecontext.SpanData) string {
	for _, a := range d.Scope.Resource {
		if a.Key == "service.instance.id" {
			return a.Value.String()
		}
	}
	return ""
}

// Trace returns the spans of a trace id, in hex.
func (r *Recording) Trace(id string) (found []*tracecontext.SpanData) {
	for _, d := range r.Spans {
		if d.Context.TraceID.String() == id {
			found = append(found, d)
		}
	}
	return found
}
