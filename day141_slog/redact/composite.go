package redact

import (
	"encoding"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
)

// value is walk for what slog has already taken apart.
func (w *walker) value(v slog.Value, depth int) any {
	w.budget--
	if depth > maxLevels || w.budget < 0 {
		return w.hide()
	}
	v = v.Resolve() // bounded, and turns a panic into an error
	switch v.Kind() {
	case slog.KindGroup:
		tree := map[string]any{}
		for _, a := range v.Group() {
			tree[w.redactor.key(a.Key)] = w.attr(a, depth)
		}
		return tree
	case slog.KindString:
		return w.text(v.String())
	case slog.KindAny:
		return w.any(v.Any(), depth+1)
	}
	return v.Any()
}

// attr judges the name without groups: around it is a value, not a record.
func (w *walker) attr(a slog.Attr, depth int) any {
	if w.redactor.hidden(nil, a) {
		return w.hide()
	}
	return w.value(a.Value, depth+1)
}

// structure names fields as encoding/json does, and judges them by that name
// and by their Go name. Fields that JSON leaves out are walked all the same:
// slog.TextHandler prints them.
func (w *walker) structure(v reflect.Value, depth int) any {
	tree := map[string]any{}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, omitempty := jsonName(field)
		// Walked before anything is left out, for what it finds.
		inner := w.member(field.Name, v.Field(i), depth+1)
		switch {
		// Not in JSON, so not in the tree either; the walk above was for text.
		case field.Tag.Get("json") == "-" || !field.IsExported() && !field.Anonymous:
		case field.Anonymous && name == "": // with a name it is a member like others
			w.embed(tree, field, inner)
		case omitempty && v.Field(i).IsZero():
		default:
			if name == "" {
				name = field.Name
			}
			if inner != Marker && w.redactor.keys.sensitive(isCountKind(v.Field(i)), name) {
				inner = w.hide()
			}
			tree[name] = inner
		}
	}
	w.namedPairs(tree)
	return tree
}

// jsonName reads the tag as encoding/json does. An empty name means the field's
// own, and a dash before a comma is a name; omitzero of Go 1.24 is taken for
// omitempty, since both drop zero values.
func jsonName(field reflect.StructField) (name string, omitempty bool) {
	name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name, strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
}

// embed lifts the members of an embedded struct; the outer ones win.
func (w *walker) embed(tree map[string]any, field reflect.StructField, inner any) {
	members, ok := inner.(map[string]any)
	if !ok {
		if field.IsExported() && inner != nil {
			tree[field.Name] = inner
		}
		return
	}
	for name, member := range members {
		if _, taken := tree[name]; !taken {
			tree[name] = member
		}
	}
}

// mapping makes string keys of all keys, as JSON must.
func (w *walker) mapping(v reflect.Value, depth int) any {
	tree := map[string]any{}
	for it := v.MapRange(); it.Next(); {
		name := w.mapKey(it.Key())
		tree[name] = w.member(name, it.Value(), depth+1)
	}
	w.namedPairs(tree)
	return tree
}

// mapKey is the key as text, without the secret it may be.
func (w *walker) mapKey(k reflect.Value) string {
	text := ""
	if k.CanInterface() {
		if _, ok := logValuer(k); ok { // a Secret: encoding/json would print it
			w.changed = true
			return Marker
		}
	}
	switch {
	case k.Kind() == reflect.String:
		text = k.String()
	case k.CanInterface():
		text = fmt.Sprintf("%+v", k.Interface())
		if m, ok := k.Interface().(encoding.TextMarshaler); ok { // what encoding/json prints
			printed, err := m.MarshalText()
			text = string(printed)
			if err != nil {
				w.changed = true // the error's text would be printed
				return Marker
			}
		}
	default:
		return Marker
	}
	clean := w.redactor.key(text)
	w.changed = w.changed || clean != text
	return clean
}

// namedPairs hides the value of {"name":"password","value":"…"}, the form that
// headers and form fields often have.
func (w *walker) namedPairs(tree map[string]any) {
	for label, x := range tree {
		name, isText := x.(string)
		if !isText || !strings.Contains(" name key header field ", " "+strings.ToLower(label)+" ") {
			continue
		}
		if !w.redactor.keys.sensitive(false, name) {
			continue
		}
		for other, value := range tree {
			if l := strings.ToLower(other); (l == "value" || l == "values") && value != Marker {
				tree[other] = w.hide()
			}
		}
	}
}

// list stops at the budget, and hides the whole: a list cut short would look as
// if that were all.
func (w *walker) list(v reflect.Value, depth int) any {
	if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
		return w.bytes(v.Bytes())
	}
	list := make([]any, 0, min(v.Len(), maxNodes))
	for i := range v.Len() {
		if w.budget <= 0 {
			return w.hide()
		}
		if i > 0 && w.flagValue(list[i-1], plainString(v.Index(i))) {
			list = append(list, w.hide())
			continue
		}
		list = append(list, w.walk(v.Index(i), depth+1))
	}
	return list
}

// flagValue finds the value behind --password in a list of arguments.
func (w *walker) flagValue(before any, value string) bool {
	flag, ok := before.(string)
	return ok && value != "" && value != Marker && strings.HasPrefix(flag, "--") && !strings.Contains(flag, "=") &&
		w.redactor.keys.sensitive(isNumber(value), flag)
}

// bytes are text to slog.TextHandler and base64 to slog.JSONHandler. Hidden
// bytes become text in both.
func (w *walker) bytes(b []byte) any {
	before := w.changed
	w.changed = false
	clean := w.text(string(b))
	if w.changed {
		return clean
	}
	w.changed = before
	return b
}
