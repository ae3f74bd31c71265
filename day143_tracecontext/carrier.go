package tracecontext

import (
	"strings"

	"workbook/day143_tracecontext/tracestate"
)

// The names as they are written outside of net/http.
const (
	fieldParent = "traceparent"
	fieldState  = "tracestate"
)

// ExtractMap is Extract for a carrier of plain strings, such as the headers of
// a queue message. No HTTP library has canonicalised the names or trimmed the
// values there, so it does both itself; two spellings of one name count as two
// headers.
func ExtractMap(m map[string]string) SpanContext {
	parent, n := mapValue(m, fieldParent)
	if n != 1 {
		return SpanContext{}
	}
	sc := extractParent(parent)
	if !sc.Valid() {
		return sc
	}
	if state, n := mapValue(m, fieldState); n == 1 {
		sc.State = tracestate.Accept([]string{state})
	}
	return sc
}

// InjectMap is Inject for such a carrier: lower-case names, other spellings of
// them removed. An invalid sc or a nil map writes nothing.
func InjectMap(sc SpanContext, m map[string]string) {
	if !sc.Valid() || m == nil {
		return
	}
	for name := range m {
		if strings.EqualFold(name, fieldParent) || strings.EqualFold(name, fieldState) {
			delete(m, name)
		}
	}
	m[fieldParent] = string(sc.AppendTraceparent(nil))
	if state := sc.State.Truncate(maxStateLen).String(); state != "" {
		m[fieldState] = state
	}
}

// mapValue returns a value by name without case, and how many names matched.
func mapValue(m map[string]string, field string) (value string, n int) {
	for name, v := range m {
		if len(name) == len(field) && strings.EqualFold(name, field) {
			value, n = v, n+1
		}
	}
	return value, n
}
