package handlertest_test

import (
	"log/slog"
	"slices"
)

// viaLogger tells the 17 programs, which use a Logger, from the kit's own
// calls, whose records have no program counter. The faults below use it to
// stay away from the other checks.
func viaLogger(r slog.Record) bool { return r.PC != 0 }

// programFaults has one fault for each program of testing/slogtest.
func programFaults() []fault {
	return append(recordFaults(), groupAndResolveFaults()...)
}

func recordFaults() []fault {
	return []fault{
		{"built-ins", "no level without attrs", onRoot(func(r slog.Record, ops []op, root map[string]any) {
			if viaLogger(r) && len(ops) == 0 && r.NumAttrs() == 0 {
				delete(root, slog.LevelKey)
			}
		})},
		{"attrs", "loses a lone attr", onRoot(func(r slog.Record, ops []op, root map[string]any) {
			if viaLogger(r) && root["k"] == "v" && r.NumAttrs() == 1 && len(ops) == 0 && !r.Time.IsZero() {
				delete(root, "k")
			}
		})},
		{"empty-attr", "prints an attr without key and value", onRoot(func(r slog.Record, _ []op, root map[string]any) {
			r.Attrs(func(a slog.Attr) bool {
				if a.Equal(slog.Attr{}) {
					root[""] = nil
				}
				return true
			})
		})},
		{"zero-time", "prints the zero time", onRoot(func(r slog.Record, _ []op, root map[string]any) {
			if r.Time.IsZero() {
				root[slog.TimeKey] = r.Time.String()
			}
		})},
		{"WithAttrs", "attrs of the call replace those of With", onRoot(func(r slog.Record, ops []op, root map[string]any) {
			if viaLogger(r) && len(ops) == 1 && r.NumAttrs() == 1 {
				delete(root, "a")
			}
		})},
		{"empty-PC", "prints a source that is not known", onRoot(func(r slog.Record, _ []op, root map[string]any) {
			if r.PC == 0 {
				root[slog.SourceKey] = "unknown:0"
			}
		})},
	}
}

func groupAndResolveFaults() []fault {
	return []fault{
		{"groups", "flattens a group", onRoot(func(r slog.Record, _ []op, root map[string]any) {
			if group, ok := root["G"].(map[string]any); ok && viaLogger(r) && r.NumAttrs() == 3 {
				delete(root, "G")
				root["c"] = group["c"]
			}
		})},
		{"empty-group", "loses what follows an empty group", onRoot(func(r slog.Record, _ []op, root map[string]any) {
			if viaLogger(r) && r.NumAttrs() == 2 {
				delete(root, "e")
			}
		})},
		{"inline-group", "prints a group without a name", func(h *hooks) {
			h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
				return renamed(*r, func(a slog.Attr) slog.Attr {
					if a.Key == "" && a.Value.Kind() == slog.KindGroup {
						a.Key = "(none)"
					}
					return a
				}), ops
			}
		}},
		{"WithGroup", "forgets a group that has no With attrs", dropOps(1, 1, 0)},
		{"multi-With", "forgets the second group", dropOps(4, 1, 3)},
		{"empty-group-record", "prints the last of two groups, empty", emptyGroupFault("H", 4)},
		{"nested-empty-group-record", "prints the last of three groups, empty", emptyGroupFault("I", 5)},
		{"resolve", "does not resolve an attr", func(h *hooks) {
			h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
				if !viaLogger(*r) {
					return *r, ops
				}
				return renamed(*r, unresolved), ops
			}
		}},
		{"resolve-groups", "does not resolve the members of a group", func(h *hooks) {
			h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
				if !viaLogger(*r) {
					return *r, ops
				}
				return renamed(*r, unresolvedMembers), ops
			}
		}},
		{"resolve-WithAttrs", "does not resolve With attrs", unresolvedOps(unresolved)},
		{"resolve-WithAttrs-groups", "does not resolve the members of a With group", unresolvedOps(unresolvedMembers)},
	}
}

func onRoot(spoil func(r slog.Record, ops []op, root map[string]any)) func(h *hooks) {
	return func(h *hooks) { h.root = spoil }
}

// dropOps forgets op number i of records that came through a Logger with n ops
// and at least attrs attrs.
func dropOps(n, attrs, i int) func(h *hooks) {
	return func(h *hooks) {
		h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
			if !viaLogger(*r) || len(ops) != n || r.NumAttrs() < attrs || ops[i].group == noGroup {
				return *r, ops
			}
			return *r, slices.Concat(ops[:i], ops[i+1:])
		}
	}
}

// emptyGroupFault prints the group name, empty, inside G.
func emptyGroupFault(name string, ops int) func(h *hooks) {
	return onRoot(func(r slog.Record, all []op, root map[string]any) {
		if group, ok := root["G"].(map[string]any); ok && viaLogger(r) && len(all) == ops && r.NumAttrs() == 0 {
			group[name] = map[string]any{}
		}
	})
}

// renamed is r with each attr passed through f.
func renamed(r slog.Record, f func(a slog.Attr) slog.Attr) slog.Record {
	changed := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		changed.AddAttrs(f(a))
		return true
	})
	return changed
}

// unresolved prints a LogValuer as fmt would.
func unresolved(a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindLogValuer {
		a.Value = slog.StringValue(a.Value.String())
	}
	return a
}

func unresolvedMembers(a slog.Attr) slog.Attr {
	if a.Value.Kind() != slog.KindGroup {
		return a
	}
	var members []slog.Attr
	for _, m := range a.Value.Group() {
		members = append(members, unresolved(m))
	}
	a.Value = slog.GroupValue(members...)
	return a
}

func unresolvedOps(f func(a slog.Attr) slog.Attr) func(h *hooks) {
	return func(h *hooks) {
		h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
			if !viaLogger(*r) {
				return *r, ops
			}
			changed := slices.Clone(ops)
			for i, o := range changed {
				changed[i].attrs = nil
				for _, a := range o.attrs {
					changed[i].attrs = append(changed[i].attrs, f(a))
				}
			}
			return *r, changed
		}
	}
}
