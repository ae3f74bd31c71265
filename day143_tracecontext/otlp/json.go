package otlp

import (
	"encoding/json"
	"math"
	"strconv"

	tracecontext "workbook/day143_tracecontext"
)

// The types below are OTLP's messages in its JSON mapping (OpenTelemetry
// Protocol 1.x, "JSON Protobuf Encoding"), which differs from plain protobuf
// JSON in two points: ids are hex and not base64, enums are numbers. As in
// protobuf JSON, names are lowerCamelCase and 64-bit integers are strings,
// because a JSON number loses digits above 2^53 in most readers.
type (
	otlpTraces struct {
		ResourceSpans []otlpResourceSpans `json:"resourceSpans"`
	}
	otlpResourceSpans struct {
		Resource   otlpResource     `json:"resource"`
		ScopeSpans []otlpScopeSpans `json:"scopeSpans"`
	}
	otlpResource struct {
		Attributes []otlpKeyValue `json:"attributes,omitempty"`
	}
	otlpScopeSpans struct {
		Scope otlpScope  `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpScope struct {
		Name string `json:"name"`
	}
	// otlpSpan: an id is 32 or 16 hex digits, a time nanoseconds since 1970.
	otlpSpan struct {
		TraceID       string            `json:"traceId"`
		SpanID        string            `json:"spanId"`
		TraceState    string            `json:"traceState,omitempty"`
		ParentSpanID  string            `json:"parentSpanId,omitempty"`
		Flags         uint32            `json:"flags"`
		Name          string            `json:"name"`
		Kind          tracecontext.Kind `json:"kind"`
		Start         otlpInt64         `json:"startTimeUnixNano"`
		End           otlpInt64         `json:"endTimeUnixNano"`
		Attributes    []otlpKeyValue    `json:"attributes,omitempty"`
		DroppedAttrs  int               `json:"droppedAttributesCount,omitempty"`
		Events        []otlpEvent       `json:"events,omitempty"`
		DroppedEvents int               `json:"droppedEventsCount,omitempty"`
		Links         []otlpLink        `json:"links,omitempty"`
		DroppedLinks  int               `json:"droppedLinksCount,omitempty"`
		Status        otlpStatus        `json:"status"`
	}
	otlpEvent struct {
		Time         otlpInt64      `json:"timeUnixNano"`
		Name         string         `json:"name"`
		Attributes   []otlpKeyValue `json:"attributes,omitempty"`
		DroppedAttrs int            `json:"droppedAttributesCount,omitempty"`
	}
	otlpLink struct {
		TraceID      string         `json:"traceId"`
		SpanID       string         `json:"spanId"`
		TraceState   string         `json:"traceState,omitempty"`
		Attributes   []otlpKeyValue `json:"attributes,omitempty"`
		DroppedAttrs int            `json:"droppedAttributesCount,omitempty"`
		Flags        uint32         `json:"flags"`
	}
	// otlpStatus is always there; without members it means unset.
	otlpStatus struct {
		Message string              `json:"message,omitempty"`
		Code    tracecontext.Status `json:"code,omitempty"`
	}
	otlpKeyValue struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	// otlpValue is AnyValue: at most one member is set.
	otlpValue struct {
		String *string     `json:"stringValue,omitempty"`
		Bool   *bool       `json:"boolValue,omitempty"`
		Int    *otlpInt64  `json:"intValue,omitempty"`
		Double *otlpDouble `json:"doubleValue,omitempty"`
		List   *otlpList   `json:"kvlistValue,omitempty"`
	}
	// otlpList is a group, one level of it.
	otlpList struct {
		Values []otlpKeyValue `json:"values"`
	}
	// otlpInt64 and otlpDouble are numbers that JSON would damage.
	otlpInt64  int64
	otlpDouble float64
)

// MarshalJSON quotes the integer.
func (v otlpInt64) MarshalJSON() ([]byte, error) {
	return []byte(strconv.Quote(strconv.FormatInt(int64(v), 10))), nil
}

// MarshalJSON writes a number, or one of protobuf JSON's three strings for what
// a JSON number can't say.
func (v otlpDouble) MarshalJSON() ([]byte, error) {
	switch f := float64(v); {
	case math.IsNaN(f):
		return []byte(`"NaN"`), nil
	case math.IsInf(f, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(f, -1):
		return []byte(`"-Infinity"`), nil
	default:
		return json.Marshal(f)
	}
}
