package redact

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// The bounds of a walk. What lies beyond them is hidden, not shown: a value
// that cannot be checked must not be printed.
const (
	maxLevels = 32
	maxNodes  = 10_000
)

// walker turns a value into a plain tree of maps, lists and scalars, and hides
// the secrets in it. changed tells whether it hid any; if not, the tree is
// thrown away and the value printed as it is.
type walker struct {
	redactor *Redactor
	changed  bool
	budget   int
}

// hide notes that there was something to hide.
func (w *walker) hide() any {
	w.changed = true
	return Marker
}

// text scrubs a string and notes whether that did anything.
func (w *walker) text(s string) any {
	clean := w.redactor.text(s)
	if clean != s {
		w.changed = true
	}
	return clean
}

// member is the tree of a named value. A value that is hidden already changes
// nothing, which makes redacting twice the same as once.
func (w *walker) member(name string, v reflect.Value, depth int) any {
	if w.redactor.keys.sensitive(isCountKind(v), name) {
		if plainString(v) != Marker {
			w.changed = true
		}
		return Marker
	}
	return w.walk(v, depth)
}

// isCountKind is isCount for values found by reflection.
func isCountKind(v reflect.Value) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.IsValid() && v.Type() == reflect.TypeFor[json.Number]() {
		return true
	}
	return v.CanInt() || v.CanUint() || v.CanFloat() || v.Kind() == reflect.Bool
}

// plainString is v's text if it is a string, and "" for anything else.
func plainString(v reflect.Value) string {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}

func (w *walker) any(x any, depth int) any { return w.walk(reflect.ValueOf(x), depth) }

// walk dispatches: first on what the value says of itself, then on its kind.
func (w *walker) walk(v reflect.Value, depth int) any {
	w.budget--
	if depth > maxLevels || w.budget < 0 {
		return w.hide()
	}
	if !v.IsValid() || isNil(v) {
		return nil // also a typed nil pointer, whose methods would panic
	}
	// Unexported fields can be read but not asked: no encoder asks them either,
	// so that even a Secret would be shown by fmt.
	if v.CanInterface() {
		if tree, ok := w.methods(v, depth); ok {
			return tree
		}
	} else if v.Type() == reflect.TypeFor[Secret]() {
		return w.hide()
	}
	return w.byKind(v, depth)
}

// byKind takes v apart without asking it anything.
func (w *walker) byKind(v reflect.Value, depth int) any {
	switch v.Kind() {
	case reflect.Pointer:
		return w.walk(v.Elem(), depth+1)
	case reflect.Interface:
		return w.walk(v.Elem(), depth) // not a level: its value is no interface
	case reflect.Struct:
		return w.structure(v, depth)
	case reflect.Map:
		return w.mapping(v, depth)
	case reflect.Slice, reflect.Array:
		return w.list(v, depth)
	}
	return w.scalar(v)
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice:
		return v.IsNil()
	}
	return false
}

// scalar is a leaf: numbers and booleans hold no secret that their name does not
// tell of.
func (w *walker) scalar(v reflect.Value) any {
	switch {
	case v.Kind() == reflect.String:
		return w.text(v.String())
	case v.Kind() == reflect.Bool:
		return v.Bool()
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	case v.CanFloat():
		return v.Float()
	case v.CanComplex():
		return fmt.Sprint(v.Complex())
	}
	return v.Type().String() // a func or chan: printed as an address or an error
}
