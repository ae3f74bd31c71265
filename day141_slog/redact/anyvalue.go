package redact

import (
	"encoding"
	"fmt"
	"log/slog"
	"reflect"

	"workbook/day141_slog/encode"
)

// guarded is for values with methods, which may panic: then it fails closed.
func (r *Redactor) guarded(v slog.Value) (out slog.Value) {
	defer func() {
		if recover() != nil {
			out = redactedValue
		}
	}()
	if v.Kind() == slog.KindAny {
		return r.anyValue(v)
	}
	w := walker{redactor: r, budget: maxNodes}
	if tree := w.value(v, 0); w.changed {
		return slog.AnyValue(tree)
	}
	return v
}

// anyValue returns v itself when neither the JSON nor the text of it would
// show a secret, so that innocent values print as they always did.
func (r *Redactor) anyValue(v slog.Value) slog.Value {
	x := v.Any()
	if x == nil || isNilPointer(x) {
		return v // nothing is behind it, and its methods would panic
	}
	w := walker{redactor: r, budget: maxNodes}
	tree := w.any(x, 0)
	if w.changed {
		return slog.AnyValue(tree)
	}
	if encode.Endless(x) {
		return redactedValue
	}
	if text := printed(x); r.text(text) != text {
		if err, ok := x.(error); ok {
			return slog.StringValue(r.text(err.Error()))
		}
		return slog.AnyValue(tree)
	}
	return v
}

func isNilPointer(x any) bool {
	v := reflect.ValueOf(x)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// printed is what slog.TextHandler would print: String and Format methods can
// say more than the fields do.
func printed(x any) string {
	if m, ok := x.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	if b, ok := encode.Bytes(x); ok {
		return string(b)
	}
	return fmt.Sprintf("%+v", x)
}
