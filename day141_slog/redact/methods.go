package redact

import (
	"encoding"
	"encoding/json"
	"log/slog"
	"net/url"
	"reflect"
	"time"
)

// methods handles the types that decide themselves what is printed. A type
// whose pointer has the method counts as well: the encoders overlook a
// LogValue on a pointer receiver when they are given the value.
func (w *walker) methods(v reflect.Value, depth int) (tree any, ok bool) {
	switch x := v.Interface().(type) {
	// Known to be harmless, or to hide itself: kept for the encoder to print.
	case time.Time, json.Number, slog.Level, *slog.Source, Secret:
		return x, true
	case slog.Value:
		return w.value(x, depth), true
	case slog.Attr:
		return map[string]any{x.Key: w.attr(x, depth)}, true
	case *url.URL:
		return w.text(x.String()), true
	case url.URL:
		return w.text(x.String()), true
	}
	if lv, is := logValuer(v); is {
		// Nobody else resolves a LogValuer inside another value, so printing
		// the original would show what it is meant to hide.
		tree := w.value(slog.AnyValue(lv), depth+1)
		w.changed = true
		return tree, true
	}
	// In the order in which slog.JSONHandler would ask.
	switch x := asked(v).(type) {
	case json.Marshaler:
		tree = w.marshalled(x, depth)
	case error:
		tree = w.text(x.Error())
	case encoding.TextMarshaler:
		text, err := x.MarshalText()
		if err != nil {
			return w.hide(), true // the error's text would be printed
		}
		tree = w.text(string(text))
	default:
		return nil, false
	}
	w.inspect(v, depth)
	return tree, true
}

// logValuer finds the method on v, or on a pointer to a copy of it.
func logValuer(v reflect.Value) (lv slog.LogValuer, ok bool) {
	lv, ok = v.Interface().(slog.LogValuer)
	if ok {
		return lv, true
	}
	if !reflect.PointerTo(v.Type()).Implements(reflect.TypeFor[slog.LogValuer]()) {
		return nil, false
	}
	if v.CanAddr() { // no copy: it would hold a locked mutex that nobody unlocks
		lv, ok = v.Addr().Interface().(slog.LogValuer)
		return lv, ok
	}
	p := reflect.New(v.Type()) // a copy, so that the caller's value is not touched
	p.Elem().Set(v)
	lv, ok = p.Interface().(slog.LogValuer)
	return lv, ok
}

// asked is what encoding/json asks for MarshalJSON and MarshalText: v, or its
// address, for an element of a slice and for whatever a pointer leads to.
func asked(v reflect.Value) any {
	if v.CanAddr() && v.Kind() != reflect.Pointer {
		switch p := v.Addr().Interface().(type) {
		case json.Marshaler, encoding.TextMarshaler:
			return p
		}
	}
	return v.Interface()
}

// inspect looks for secrets behind the methods of v, and drops the tree. The
// encoders do not agree on whom to ask: text prints the fields of a type that
// has only MarshalJSON, and JSON those of an error inside a struct.
func (w *walker) inspect(v reflect.Value, depth int) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	w.byKind(v, depth+1)
}

// marshalled takes apart what MarshalJSON returns.
func (w *walker) marshalled(m json.Marshaler, depth int) any {
	text, err := m.MarshalJSON()
	if err != nil {
		return w.hide() // the error's text would be printed
	}
	tree, ok := decodeJSON(text)
	if !ok {
		var scalar any
		if json.Unmarshal(text, &scalar) != nil {
			return w.hide()
		}
		tree = scalar
	}
	return w.any(tree, depth+1)
}
