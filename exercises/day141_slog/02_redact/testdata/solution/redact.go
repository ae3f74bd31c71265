// Package redact keeps secrets out of log lines.
package redact

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Hidden is what stands in place of a secret.
const Hidden = "[REDACTED]"

// Secret is a string that no ordinary way of printing shows: not slog, not fmt
// with %v, %+v, %s or %#v, and not encoding/json, alone, in a list, or in an exported
// field. In an unexported field fmt may read it and may not call its methods, so
// there it shows: export the field.
type Secret string

// LogValue is asked by slog, and only for attrs: nobody asks it for a field.
func (Secret) LogValue() slog.Value { return slog.StringValue(Hidden) }

// Format is asked by fmt for every verb, in structs too.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Hidden) }

// MarshalJSON is asked by encoding/json, in structs too.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + Hidden + `"`), nil }

// New returns a ReplaceAttr that hides secrets by name. names are compared
// without regard to case, - and _: "api_key" is also API-Key and apikey. The
// value of an attr becomes Hidden
//
//   - when its key is one of names,
//   - when any open group is one of names.
//
// Inside a value of type map[string]any, map[string]string or []any, nested in
// any way, it hides what stands under a key of names. Other types are not looked
// into. Beside a secret all else prints as before, nil as nil. It never changes the
// caller's map or slice. An attr without secrets is returned as it is.
//
// A map may hold itself. What lies more than 100 maps and lists deep is Hidden, so
// that there is an end; what lies at most 50 deep is looked into.
func New(names ...string) func(groups []string, a slog.Attr) slog.Attr {
	r := redactor{}
	for _, name := range names {
		r[normal(name)] = true
	}
	return r.replace
}

// redactor is the set of normalised names.
type redactor map[string]bool

func normal(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}

func (r redactor) secret(name string) bool { return r[normal(name)] }

func (r redactor) replace(groups []string, a slog.Attr) slog.Attr {
	// ReplaceAttr is never called for a group itself: its name is here only.
	for _, g := range groups {
		if r.secret(g) {
			return slog.String(a.Key, Hidden)
		}
	}
	if r.secret(a.Key) {
		return slog.String(a.Key, Hidden)
	}
	if a.Value.Kind() == slog.KindAny {
		if clean, found := r.clean(a.Value.Any(), 1); found {
			return slog.Any(a.Key, clean)
		}
	}
	return a
}

// maxDepth ends the walk through a map that holds itself.
const maxDepth = 100

// clean returns a copy of x with its secrets hidden; found tells whether there
// were any. The copy is what keeps the caller's value as it is.
func (r redactor) clean(x any, depth int) (copied any, found bool) {
	if depth > maxDepth {
		return Hidden, true // nobody has looked what is in there
	}
	switch x := x.(type) {
	case map[string]any:
		return cleanMap(r, x, depth)
	case map[string]string:
		return cleanMap(r, x, depth)
	case []any:
		if x == nil {
			return x, false // it prints as null, and an empty copy would not
		}
		list := make([]any, len(x))
		for i, v := range x {
			inner, hit := r.clean(v, depth+1)
			list[i], found = inner, found || hit
		}
		return list, found
	}
	return x, false
}

func cleanMap[V any](r redactor, x map[string]V, depth int) (copied any, found bool) {
	if x == nil {
		return x, false
	}
	m := make(map[string]any, len(x))
	for k, v := range x {
		inner, hit := r.member(k, v, depth+1)
		m[k], found = inner, found || hit
	}
	return m, found
}

func (r redactor) member(key string, v any, depth int) (clean any, found bool) {
	if r.secret(key) {
		return Hidden, true
	}
	return r.clean(v, depth)
}
