// wrong: a list is only a list: its maps are copied
// caught by: TestCallersValue/after_logging
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
// with %v, %+v, %s or %#v, and not encoding/json, alone or inside a struct.
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
// any way, it hides what stands under a key of names. It never changes the
// caller's map or slice. An attr without secrets is returned as it is.
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
		if clean, found := r.clean(a.Value.Any()); found {
			return slog.Any(a.Key, clean)
		}
	}
	return a
}

// clean returns a copy of x with its secrets hidden; found tells whether there
// were any. The copy is what keeps the caller's value as it is.
func (r redactor) clean(x any) (copied any, found bool) {
	switch x := x.(type) {
	case map[string]any:
		m := make(map[string]any, len(x))
		for k, v := range x {
			inner, hit := r.member(k, v)
			m[k], found = inner, found || hit
		}
		return m, found
	case map[string]string:
		m := make(map[string]any, len(x))
		for k, v := range x {
			inner, hit := r.member(k, v)
			m[k], found = inner, found || hit
		}
		return m, found
	case []any:
		for i, v := range x {
			inner, hit := r.clean(v)
			x[i], found = inner, found || hit
		}
		return x, found
	}
	return x, false
}

func (r redactor) member(key string, v any) (clean any, found bool) {
	if r.secret(key) {
		return Hidden, true
	}
	return r.clean(v)
}
