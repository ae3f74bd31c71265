package tracecontext

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// strictCollector is an OTLP/HTTP receiver that checks every field against the
// protocol, where real ones are lenient, and names what it rejects. It answers
// 400 then, and keeps the reason.
type strictCollector struct {
	*httptest.Server
	mu       sync.Mutex
	problems []string
	spans    []map[string]any
	requests int
}

func newStrictCollector(t *testing.T) *strictCollector {
	c := &strictCollector{}
	c.Server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(c.Close)
	return c
}

func (c *strictCollector) serve(w http.ResponseWriter, r *http.Request) {
	spans, err := readOTLP(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
	if err != nil {
		c.problems = append(c.problems, err.Error())
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c.spans = append(c.spans, spans...)
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, "{}")
}

func readOTLP(r *http.Request) ([]map[string]any, error) {
	for _, want := range [][2]string{{r.Method, "POST"}, {r.URL.Path, "/v1/traces"},
		{r.Header.Get("Content-Type"), "application/json"}, {r.Header.Get("Content-Encoding"), "gzip"}} {
		if want[0] != want[1] {
			return nil, fmt.Errorf("request has %q, want %q", want[0], want[1])
		}
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	return strictTraces(body)
}

// strictTraces returns the spans of a message in which nothing is wrong.
func strictTraces(body []byte) (spans []map[string]any, err error) {
	var m any
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	if err := check("", m, traces); err != nil {
		return nil, err
	}
	for _, rs := range m.(map[string]any)["resourceSpans"].([]any) {
		for _, ss := range rs.(map[string]any)["scopeSpans"].([]any) {
			for _, s := range ss.(map[string]any)["spans"].([]any) {
				spans = append(spans, s.(map[string]any))
			}
		}
	}
	return spans, nil
}

// A field is a check of one JSON value; a message is a map of them, and a list
// is a slice of one. A key that starts with "*" must be there.
type (
	field   func(any) error
	message map[string]any
)

var (
	attributes = keyValues()
	traces     = message{"*resourceSpans": []any{message{
		"*resource":   message{"attributes": attributes, "droppedAttributesCount": uint32Number},
		"*scopeSpans": []any{message{"*scope": message{"name": text, "version": text}, "*spans": []any{span}, "schemaUrl": text}},
		"schemaUrl":   text,
	}}}
	span = message{
		"*traceId": hexID(32), "*spanId": hexID(16), "parentSpanId": hexID(16), "traceState": nonEmpty, "*flags": uint32Number,
		"*name": nonEmpty, "*kind": enum(1, 2, 3, 4, 5), "*startTimeUnixNano": int64String, "*endTimeUnixNano": int64String,
		"attributes": attributes, "droppedAttributesCount": uint32Number,
		"events": []any{message{"*timeUnixNano": int64String, "*name": nonEmpty, "attributes": attributes, "droppedAttributesCount": uint32Number}},
		"links": []any{message{"*traceId": hexID(32), "*spanId": hexID(16), "traceState": nonEmpty, "attributes": attributes,
			"droppedAttributesCount": uint32Number, "flags": uint32Number}},
		"droppedEventsCount": uint32Number, "droppedLinksCount": uint32Number, "status": field(status),
	}
	text         = field(func(v any) error { return is[string](v) })
	nonEmpty     = field(func(v any) error { return when(v != "", is[string](v), "is empty: leave it out") })
	uint32Number = field(func(v any) error { return number(v, 0, math.MaxUint32) })
	int64String  = field(func(v any) error {
		s, ok := v.(string)
		if _, err := strconv.ParseInt(s, 10, 64); !ok || err != nil {
			return fmt.Errorf("is %T %v, want a 64-bit integer as a string", v, v)
		}
		return nil
	})
)

func is[T any](v any) error {
	if _, ok := v.(T); !ok {
		return fmt.Errorf("is a %T, want %T", v, *new(T))
	}
	return nil
}

func when(ok bool, err error, why string) error {
	if err == nil && !ok {
		return fmt.Errorf("%s", why)
	}
	return err
}

func number(v any, low, high int64) error {
	n, ok := v.(json.Number)
	i, err := n.Int64()
	if !ok || err != nil || i < low || i > high {
		return fmt.Errorf("is %T %v, want a number from %d to %d", v, v, low, high)
	}
	return nil
}

func enum(values ...int64) field {
	return func(v any) error { return number(v, values[0], values[len(values)-1]) }
}

func hexID(n int) field {
	return func(v any) error {
		s, _ := v.(string)
		if len(s) != n || strings.Trim(s, "0123456789abcdef") != "" || strings.Trim(s, "0") == "" {
			return fmt.Errorf("is %v, want %d lower-case hex digits, not all zero", v, n)
		}
		return nil
	}
}

// status has a message only when it is an error, which catches 1 and 2 swapped.
func status(v any) error {
	if err := check("", v, message{"code": enum(1, 2), "message": nonEmpty}); err != nil {
		return err
	}
	m := v.(map[string]any)
	if m["message"] != nil && m["code"] != json.Number("2") {
		return fmt.Errorf("has a message with code %v: only an error, 2, has one", m["code"])
	}
	return nil
}

func anyValue(v any) error {
	m, ok := v.(map[string]any)
	if !ok || len(m) != 1 {
		return fmt.Errorf("is %v, want an object with one member", v)
	}
	return check("", v, message{
		"stringValue": text, "boolValue": field(func(v any) error { return is[bool](v) }), "intValue": int64String,
		"doubleValue": field(func(v any) error {
			if slices.Contains([]any{"NaN", "Infinity", "-Infinity"}, v) {
				return nil
			}
			return is[json.Number](v)
		}),
		"kvlistValue": field(func(v any) error { return check("", v, message{"*values": keyValues()}) }),
	})
}

func keyValues() []any { return []any{message{"*key": nonEmpty, "*value": field(anyValue)}} }

// check walks v along a shape, and says where it leaves it.
func check(at string, v, shape any) error {
	switch shape := shape.(type) {
	case field:
		if err := shape(v); err != nil {
			return fmt.Errorf("%s %w", at, err)
		}
	case []any:
		list, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%s is a %T, want a list", at, v)
		}
		for i, item := range list {
			if err := check(fmt.Sprintf("%s[%d]", at, i), item, shape[0]); err != nil {
				return err
			}
		}
	case message:
		m, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("%s is a %T, want an object", at, v)
		}
		for key, inner := range shape {
			name, must := strings.CutPrefix(key, "*")
			if _, there := m[name]; must && !there {
				return fmt.Errorf("%s.%s is missing", at, name)
			} else if there {
				if err := check(at+"."+name, m[name], inner); err != nil {
					return err
				}
			}
		}
		for key := range m {
			if shape[key] == nil && shape["*"+key] == nil {
				return fmt.Errorf("%s.%s is not in the protocol", at, key)
			}
		}
	}
	return nil
}

// TestStrictCollectorIsStrict breaks a good message once for each mistake that
// real exporters made, and expects the collector to name it.
func TestStrictCollectorIsStrict(t *testing.T) {
	body, err := encodeOTLP([]*SpanData{fullSpan(t)})
	if err != nil {
		t.Fatal(err)
	}
	good := string(body)
	if _, err := strictTraces(body); err != nil {
		t.Fatalf("the good message is rejected: %v\n%s", err, good)
	}
	for name, edit := range map[string][3]string{
		"base64 trace id":      {`"traceId":"12345678901234567890123456789012"`, `"traceId":"EjRWeJASNFZ4kBI0VniQEg=="`, "traceId"},
		"upper case id":        {`"spanId":"1234567890123456"`, `"spanId":"ABCDEF7890123456"`, "spanId"},
		"zero parent":          {`"parentSpanId":"1234567890123457"`, `"parentSpanId":"0000000000000000"`, "parentSpanId"},
		"snake case":           {`"traceState"`, `"trace_state"`, "trace_state is not in the protocol"},
		"unknown key":          {`"kind":2`, `"kind":2,"durationMs":5`, "durationMs is not in the protocol"},
		"enum as name":         {`"kind":2`, `"kind":"SPAN_KIND_SERVER"`, "kind"},
		"kind of protobuf + 1": {`"kind":2`, `"kind":6`, "kind"},
		"number for 64 bits":   {`"intValue":"9007199254740993"`, `"intValue":9007199254740993`, "intValue"},
		"time as number":       {`"startTimeUnixNano":"1000000000"`, `"startTimeUnixNano":1000000000`, "startTimeUnixNano"},
		"swapped status":       {`"code":2`, `"code":1`, "only an error"},
		"NaN as null":          {`"doubleValue":"NaN"`, `"doubleValue":null`, "doubleValue"},
		"no end":               {`,"endTimeUnixNano":"2000000000"`, ``, "endTimeUnixNano is missing"},
	} {
		bad := strings.Replace(good, edit[0], edit[1], 1)
		if _, err := strictTraces([]byte(bad)); bad == good || err == nil || !strings.Contains(err.Error(), edit[2]) {
			t.Errorf("%s: strictTraces(good with %s)\n got: %v\nwant: an error with %q", name, edit[1], err, edit[2])
		}
	}
}
