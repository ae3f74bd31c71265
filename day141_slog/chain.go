package logging

import "log/slog"

// ChainReplace returns a ReplaceAttr that runs fns in order, each on what the
// one before returned. It stops when one returns the empty attr, which removes
// the attr: a later function must not bring it back. A LogValuer that one
// returns is resolved for the next. When one returns a group it stops as well,
// since ReplaceAttr is never called for groups: the handler calls the whole
// chain for its members. No functions, or nil ones, change nothing.
func ChainReplace(fns ...func(groups []string, a slog.Attr) slog.Attr) func(groups []string, a slog.Attr) slog.Attr {
	return func(groups []string, a slog.Attr) slog.Attr {
		for _, f := range fns {
			if f == nil {
				continue
			}
			a = f(groups, a)
			a.Value = a.Value.Resolve()
			if a.Value.Kind() == slog.KindGroup || isEmpty(a) {
				return a
			}
		}
		return a
	}
}
