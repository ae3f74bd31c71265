package handlertest_test

import (
	"errors"
	"log/slog"
	"slices"
)

// kitFaults are the mistakes that slogtest cannot see.
func kitFaults() []fault {
	return []fault{
		{"empty-group-name", "opens a group without a name", func(h *hooks) {
			h.withGroup = func(ops []op, name string) []op { return soundAppend(ops, op{group: name}) }
		}},
		{"resolved-empty-group", "keeps a group that resolved to nothing", func(h *hooks) {
			h.keep = func(a slog.Attr, _ map[string]any) bool { return a.Value.Kind() == slog.KindLogValuer }
		}},
		{"emptied-group", "keeps a group of empty attrs", func(h *hooks) {
			h.keep = func(a slog.Attr, _ map[string]any) bool {
				return a.Value.Kind() == slog.KindGroup && a.Key == "G" && isHollow(a.Value.Group())
			}
		}},
		{"siblings-attrs", "appends With attrs into shared capacity", func(h *hooks) {
			h.withAttrs = func(ops []op, attrs []slog.Attr) []op { return append(ops, op{noGroup, deepCopy(attrs)}) }
		}},
		{"siblings-groups", "appends group names into shared capacity", func(h *hooks) {
			h.withGroup = func(ops []op, name string) []op {
				if name == "" {
					return ops
				}
				return append(ops, op{group: name})
			}
		}},
		{"caller-attrs", "keeps the caller's slice", func(h *hooks) {
			h.withAttrs = func(ops []op, attrs []slog.Attr) []op { return soundAppend(ops, op{noGroup, attrs}) }
		}},
		{"caller-attrs", "appends to the caller's slice", func(h *hooks) {
			h.withAttrs = func(ops []op, attrs []slog.Attr) []op {
				_ = append(attrs, slog.String("host", "a1"))
				return soundAppend(ops, op{noGroup, deepCopy(attrs)})
			}
		}},
		{"caller-attrs", "blanks the members of the caller's group", func(h *hooks) {
			h.withAttrs = func(ops []op, attrs []slog.Attr) []op {
				kept := deepCopy(attrs)
				if len(attrs) > 1 && attrs[1].Value.Kind() == slog.KindGroup {
					kept[1].Value = slog.GroupValue(deepCopy(attrs[1].Value.Group())...)
					attrs[1].Value.Group()[0].Value = slog.StringValue("***")
				}
				return soundAppend(ops, op{noGroup, kept})
			}
		}},
		{"record-unchanged", "adds attrs without Clone", func(h *hooks) {
			h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
				if r.NumAttrs() > 5 {
					r.AddAttrs(slog.String("host", "a1"))
				}
				return *r, ops
			}
		}},
		{"logvalue-panic", "resolves without recover", func(h *hooks) { h.resolve = resolveUnprotected }},
		{"logvalue-cycle", "resolves without a bound", func(h *hooks) { h.resolve = resolveUnbounded }},
		{"logvalue-group-cycle", "follows nested groups without a bound", func(h *hooks) {
			h.resolve = func(v slog.Value) slog.Value {
				v = v.Resolve()
				for v.Kind() == slog.KindGroup && len(v.Group()) == 1 && v.Group()[0].Key == "self" {
					v = v.Group()[0].Value.Resolve()
				}
				return v
			}
		}},
		{"marshal-error", "gives up on the record", func(h *hooks) {
			h.value = func(v slog.Value) any {
				printed := soundValue(v)
				if printed == "MarshalJSON of handlertest" {
					return v.Any() // its error ends the record
				}
				return printed
			}
		}},
		{"value-panic", "marshals without recover", func(h *hooks) {
			h.value = func(v slog.Value) any {
				if v.Kind() != slog.KindAny {
					return soundValue(v)
				}
				if err, ok := v.Any().(error); ok {
					return err.Error()
				}
				return soundValue(v)
			}
		}},
		{"unknown-kind", "panics on a kind it does not know", func(h *hooks) {
			h.value = func(v slog.Value) any {
				if v.Kind() > slog.KindLogValuer {
					panic("unreachable")
				}
				return soundValue(v)
			}
		}},
		{"odd-time", "marshals a time and drops the record when that fails", func(h *hooks) {
			h.value = func(v slog.Value) any {
				if v.Kind() == slog.KindTime {
					return v.Time()
				}
				return soundValue(v)
			}
		}},
	}
}

func isHollow(attrs []slog.Attr) bool {
	return !slices.ContainsFunc(attrs, func(a slog.Attr) bool { return !a.Equal(slog.Attr{}) })
}

func resolveUnprotected(v slog.Value) slog.Value {
	for range 100 {
		if v.Kind() != slog.KindLogValuer {
			return v
		}
		v = v.LogValuer().LogValue()
	}
	return slog.AnyValue(errors.New("too many LogValue calls"))
}

func resolveUnbounded(v slog.Value) (resolved slog.Value) {
	defer func() {
		if recover() != nil {
			resolved = slog.StringValue("panicked")
		}
	}()
	for v.Kind() == slog.KindLogValuer {
		v = v.LogValuer().LogValue()
	}
	return v
}
