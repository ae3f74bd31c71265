// Package redact keeps secrets out of log lines.
package redact

import "log/slog"

// Hidden is what stands in place of a secret.
const Hidden = "[REDACTED]"

// Secret is a string that no ordinary way of printing shows: not slog, not fmt
// with %v, %+v, %s or %#v, and not encoding/json, alone, in a list, or in an exported
// field. In an unexported field fmt may read it and may not call its methods, so
// there it shows: export the field.
//
// TODO: give Secret the methods that slog, fmt and encoding/json ask for.
type Secret string

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
//
// TODO: return the function. Begin with the key, then the groups, then maps.
func New(names ...string) func(groups []string, a slog.Attr) slog.Attr {
	return nil
}
