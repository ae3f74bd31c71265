package otlp_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

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
