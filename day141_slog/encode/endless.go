package encode

import (
	"fmt"
	"reflect"
)

// Endless reports whether x is or leads to a map or slice that contains itself.
// fmt would follow it until the stack overflows, and that ends the program.
// Pointers need no care: below the top level fmt prints them as addresses.
func Endless(x any) bool { return endless(reflect.ValueOf(x), 0) }

func endless(v reflect.Value, depth int) bool {
	// A bound on depth finds cycles without a set of visited values, and real
	// data never gets there. The first path that does ends the search.
	const tooDeep = 1000
	if depth == tooDeep {
		return true
	}
	if v.IsValid() && v.CanInterface() {
		switch v.Interface().(type) {
		case fmt.Formatter, fmt.Stringer, error:
			return false // prints itself
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		return depth == 0 && endless(v.Elem(), depth+1)
	case reflect.Interface:
		return endless(v.Elem(), depth+1)
	case reflect.Struct: // unexported fields too: fmt prints them
		for i := range v.NumField() {
			if endless(v.Field(i), depth+1) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		return endlessElements(v, depth)
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if endless(it.Value(), depth+1) {
				return true
			}
		}
	}
	return false
}

// endlessElements does not look into a []byte of a megabyte.
func endlessElements(v reflect.Value, depth int) bool {
	switch v.Type().Elem().Kind() {
	case reflect.Interface, reflect.Map, reflect.Slice, reflect.Array, reflect.Struct:
	default:
		return false // elements that cannot contain anything
	}
	for i := range v.Len() {
		if endless(v.Index(i), depth+1) {
			return true
		}
	}
	return false
}
